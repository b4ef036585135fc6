/** The topics that an address names: `topics` may hold several, parted by commas, and may stand there several times. */
export function parseTopics(params: URLSearchParams): string[] {
  const slugs = params.getAll("topics")
    .flatMap((list) => list.split(","))
    .map((slug) => slug.trim())
    .filter(Boolean);
  return [...new Set(slugs)];
}
