/** A setting that is not as it should be. */
export interface Difference {
  readonly name: string;
  readonly real: unknown;
  readonly wanted: unknown;
}

/** The settings of `wanted` that `real` does not have. A server leaves out what is empty. */
export function findDifferences(
  real: object,
  wanted: Readonly<Record<string, unknown>>,
): Difference[] {
  const values = new Map<string, unknown>(Object.entries(real));
  return Object.entries(wanted)
    .map(([name, wanted]) => ({ name, wanted, real: values.get(name) }))
    .filter(({ wanted, real }) => comparable(wanted) !== comparable(real));
}

/** Says which settings are how, and how they must be. */
export function describeDifferences(
  differences: readonly Difference[],
): string {
  return differences.map(({ name, real, wanted }) =>
    `${name} is ${show(real)}, must be ${show(wanted)}`
  ).join("; ");
}

function show(value: unknown): string {
  return JSON.stringify(value ?? null);
}

function comparable(value: unknown): string {
  return JSON.stringify(Array.isArray(value) ? value.toSorted() : value || 0);
}
