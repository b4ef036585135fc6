/** In no name of a source: so it is told from the name of a post. */
const SIGN = "*";

/** What `skipped.about` says of a deletion of all posts whose id begins so. */
export function prefixName(
  { source, extId }: { source: string; extId: string },
): string {
  return `${source}${SIGN} ${extId}`;
}
