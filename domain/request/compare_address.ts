/**
 * Where topics stand side by side: `/compare?topics=a,b&range=1h`.
 *
 * @param others Parameters besides the topics; null leaves one out.
 */
export function compareAddress(
  slugs: readonly string[],
  others: Readonly<Record<string, string | null>> = {},
): string {
  // A comma may stand in a query as it is: so the address can be read.
  const topics = slugs.map(encodeURIComponent).join(",");
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(others)) {
    if (value !== null) params.set(name, value);
  }
  const query = [topics && `topics=${topics}`, String(params)]
    .filter(Boolean).join("&");
  return query ? `/compare?${query}` : "/compare";
}
