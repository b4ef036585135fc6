/** Which bucket holds a time, in seconds since the epoch; -1 if none does. */
export function bucketIndex(
  { t, step }: { readonly t: readonly number[]; readonly step: number },
  time: number | null,
): number {
  if (time === null || t.length === 0) return -1;
  const index = Math.floor((time - t[0]!) / step);
  return index >= 0 && index < t.length ? index : -1;
}
