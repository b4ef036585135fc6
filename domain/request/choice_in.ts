/** The value of a parameter of an address (path and query); the first value where it has none, or another. */
export function choiceIn<T extends string>(
  address: string,
  name: string,
  values: readonly [T, ...T[]],
): T {
  const text = new URLSearchParams(address.split("?")[1]).get(name);
  return values.find((value) => value === text) ?? values[0];
}
