/** The sum of two counts; null if one of them is not known. What is not there counts nothing. */
export function addKnown(
  a: number | null | undefined,
  b: number | null | undefined,
): number | null {
  return a === null || b === null ? null : (a ?? 0) + (b ?? 0);
}
