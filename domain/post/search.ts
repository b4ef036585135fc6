import type * as v from "valibot";
import type * as stored from "../schema/stored.ts";
import type { PostKind, Sentiment, Term } from "./post.ts";
import type { Post } from "../schema/stored.ts";

/**
 * Whether a post matches a filter; for the browser and the server alike.
 *
 * @param holdsTerm Called only if everything else matches.
 */
export function matchesFilter(
  post: Pick<Post, "text" | "lang" | "sentiment" | "kind">,
  filter: PostFilter,
  holdsTerm: (term: NonNullable<PostFilter["term"]>) => boolean,
): boolean {
  const { q, sentiment, lang, term, kinds } = filter;
  if (sentiment !== undefined && post.sentiment !== sentiment) return false;
  if (lang !== undefined && post.lang !== lang) return false;
  if (kinds && !kinds.includes(post.kind ?? "unknown")) return false;
  if (q !== undefined && !holds(post.text, q)) return false;
  return term === undefined || holdsTerm(term);
}

function holds(text: string, q: string): boolean {
  const lower = text.toLowerCase();
  return searchPieces(q).every((piece) => lower.includes(piece.toLowerCase()));
}

/** Maximum number of pieces: each costs the database a comparison. */
const MAX_PIECES = 16;

/**
 * What a post must hold to be found by a search, in any case: all words, in any
 * order, and what stands between quotes as it is. `sea "sea ice` has two pieces.
 */
export function searchPieces(q: string): string[] {
  const pieces = q.match(/"[^"]*"?|[^\s"]+/g) ?? [];
  return pieces
    .map((piece) => piece.replaceAll('"', "").trim())
    .filter((piece) => piece !== "")
    .slice(0, MAX_PIECES);
}

/** Some posts, and where the next older ones begin. */
export type PostPage = v.InferOutput<typeof stored.PostPageSchema>;

/** Which posts to read, and how many. */
export interface PostSearch extends PostFilter {
  /** In seconds since the epoch. */
  readonly from?: number;
  /** Exclusive. */
  readonly to?: number;
  /** Where the page before this one ended. */
  readonly before?: PostCursor;
  /** Posts whose `seq` is higher; without `from` and `to` they come in the order of their arrival. */
  readonly after?: number;
  readonly limit: number;
}

/** A filter of posts: everything given must match. */
export interface PostFilter {
  /** Words that a post must hold, and texts between quotes, any case. */
  readonly q?: string;
  readonly sentiment?: Sentiment;
  /** BCP 47, as the post has it. */
  readonly lang?: string;
  /** What a post must hold; never of the kind `lang`. */
  readonly term?: Term;
  /** One of these is its kind; `unknown` where that was not stored. */
  readonly kinds?: readonly (PostKind | "unknown")[];
}

/** The order of posts: by their own times, the newest first; those of one time by their arrival. */
export function compareNewest(
  a: Pick<Post, "createdAt" | "seq">,
  b: Pick<Post, "createdAt" | "seq">,
): number {
  return Date.parse(b.createdAt) - Date.parse(a.createdAt) || b.seq - a.seq;
}

/** The end of a page of posts, where the next one begins. */
export interface PostCursor {
  readonly seq: number;
  /** The post's own time in epoch milliseconds; left out where posts are in the order of their arrival, or if only the post is known. */
  readonly createdMs?: number;
}

/** The place of a post among others, newest first. */
export function cursorOf(
  { seq, createdAt }: Pick<Post, "createdAt" | "seq">,
): PostCursor {
  return { seq, createdMs: Date.parse(createdAt) };
}

/** A cursor as addresses carry it: `42`, or `1769860800000_42`. */
export function formatPostCursor({ seq, createdMs }: PostCursor): string {
  return createdMs === undefined ? `${seq}` : `${createdMs}_${seq}`;
}

/** Reads what {@linkcode formatPostCursor} writes; null if it is none. */
export function parsePostCursor(text: string): PostCursor | null {
  const match = /^(?:(-?\d{1,15})_)?([1-9]\d{0,15})$/.exec(text);
  const seq = Number(match?.[2]);
  if (!match || seq > Number.MAX_SAFE_INTEGER) return null;
  return match[1] === undefined
    ? { seq }
    : { seq, createdMs: Number(match[1]) };
}
