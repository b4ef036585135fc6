/**
 * Values as percent of their own mean, so that what is large and what is small
 * can be compared; all are null where the mean is zero.
 *
 * @param isLastCurrent Whether the last value is still growing: it does not count for the mean.
 */
export function indexValues(
  values: readonly (number | null)[],
  isLastCurrent: boolean,
): (number | null)[] {
  const known = values.slice(0, isLastCurrent ? -1 : undefined)
    .filter((value) => value !== null);
  const sum = known.reduce((a, b) => a + b, 0);
  return values.map((value) =>
    value === null || sum <= 0 ? null : 100 * value * known.length / sum
  );
}
