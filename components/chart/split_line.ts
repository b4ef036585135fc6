type Values = readonly (number | null)[];

/** Parts a line in two: what is settled, and the way to the bucket that is still filling. */
export function splitLine(
  values: Values,
  isLastCurrent: boolean,
): { settled: Values; current: Values | null } {
  const last = values.length - 1;
  if (!isLastCurrent || (values[last] ?? null) === null) {
    return { settled: values, current: null };
  }
  return {
    settled: values.map((value, i) => i === last ? null : value),
    current: values.map((value, i) => i >= last - 1 ? value : null),
  };
}
