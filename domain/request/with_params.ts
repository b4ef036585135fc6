/**
 * An address that asks for the same as another, but for some parameters; null
 * takes one away.
 *
 * @param address Path and query, such as `/t/trump?range=1h`.
 */
export function withParams(
  address: string,
  changes: Readonly<Record<string, string | null>>,
): string {
  const [path = "", query = ""] = address.split("?");
  const params = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) params.delete(name);
    else params.set(name, value);
  }
  return params.size === 0 ? path : `${path}?${params}`;
}
