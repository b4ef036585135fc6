/** The parameters of an address that say which time it shows. */
export const TIME_PARAMETERS: readonly string[] = ["range", "from", "to"];

/** The part of an address that says which time it shows, for an address of its own; the same text for the same time. */
export function timeParams(address: string): URLSearchParams {
  const params = new URLSearchParams(address.split("?")[1] ?? "");
  const times = new URLSearchParams();
  for (const name of TIME_PARAMETERS) {
    const value = params.get(name);
    if (value) times.set(name, value);
  }
  return times;
}
