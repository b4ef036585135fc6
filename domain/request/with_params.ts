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
  if (params.size === 0) return path;
  // A comma may stand in a query as it is: so the address can be read.
  return `${path}?${String(params).replaceAll("%2C", ",")}`;
}
