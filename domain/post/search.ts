import type { Post } from "./post.ts";
import type { PostChoice } from "./post_choice.ts";
import { searchPieces } from "./search_pieces.ts";

/**
 * Whether a post is one of those that somebody wants to see; in the browser and
 * on the server alike.
 *
 * @param holdsTerm Asked only if all else fits.
 */
export function isChosen(
  post: Pick<Post, "text" | "lang" | "sentiment">,
  choice: PostChoice,
  holdsTerm: (term: NonNullable<PostChoice["term"]>) => boolean,
): boolean {
  const { q, sentiment, lang, term } = choice;
  if (sentiment !== undefined && post.sentiment !== sentiment) return false;
  if (lang !== undefined && post.lang !== lang) return false;
  if (q !== undefined && !holds(post.text, q)) return false;
  return term === undefined || holdsTerm(term);
}

function holds(text: string, q: string): boolean {
  const lower = text.toLowerCase();
  return searchPieces(q).every((piece) => lower.includes(piece.toLowerCase()));
}
