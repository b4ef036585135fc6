/** More pieces than anybody writes would cost the database more than they find. */
const MOST = 16;

/**
 * What a post must hold to be found by a search, in any case: all words, in any
 * order, and what stands between quotes as it is. `sea "sea ice` has two pieces.
 */
export function searchPieces(q: string): string[] {
  const pieces = q.match(/"[^"]*"?|[^\s"]+/g) ?? [];
  return pieces
    .map((piece) => piece.replaceAll('"', "").trim())
    .filter((piece) => piece !== "")
    .slice(0, MOST);
}
