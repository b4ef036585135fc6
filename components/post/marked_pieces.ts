import type { Mark } from "../../domain/post/post.ts";

/** A stretch of a post's text; `score` is null between words that carry sentiment. */
export interface Piece {
  readonly text: string;
  readonly score: number | null;
}

/** Cuts a text at its marks. Marks that overlap, reach outside or cut a character in two are left out. */
export function markedPieces(text: string, marks: readonly Mark[]): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const [from, to, score] of marks) {
    if (from < end || to <= from || to > text.length) continue;
    if (!isBoundary(text, from) || !isBoundary(text, to)) continue;
    if (from > end) pieces.push({ text: text.slice(end, from), score: null });
    pieces.push({ text: text.slice(from, to), score });
    end = to;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), score: null });
  return pieces;
}

/** Whether a text may be cut before this unit; so it may anywhere but within a surrogate pair. */
function isBoundary(text: string, index: number): boolean {
  if (!Number.isInteger(index)) return false;
  const isLow = /^[\udc00-\udfff]/.test(text.charAt(index));
  return !isLow || !/[\ud800-\udbff]$/.test(text.charAt(index - 1));
}
