import type * as v from "valibot";
import type { PostPageSchema } from "../schema/posts.ts";
import { readLanguage } from "../text/language.ts";
import type { PostKind, Sentiment, Term } from "./post.ts";
import type { Post } from "../schema/posts.ts";

/**
 * Whether a post matches a filter, but for what only the server can search: see
 * {@linkcode needsSearch}.
 */
export function matchesFilter(
  post: Pick<Post, "lang" | "sentiment" | "kind" | "author">,
  { sentiment, lang, kinds, author }: PostFilter,
): boolean {
  return (sentiment === undefined || post.sentiment === sentiment) &&
    (lang === undefined || readLanguage(post.lang) === lang) &&
    (author === undefined || authorName(post.author ?? "") === author) &&
    (!kinds || kinds.includes(post.kind ?? "unknown"));
}

/** Whether texts must be searched to find what matches a filter. */
export function needsSearch({ q, term, site }: PostFilter): boolean {
  return q !== undefined || term !== undefined || site !== undefined;
}

/** Whether a filter leaves any posts out. */
export function hasFilter(filter: PostFilter): boolean {
  return Object.keys(filter).length > 0;
}

/** An author as filters compare them: `@Ann` and `ann` are the same. */
export function authorName(author: string): string {
  return author.trim().replace(/^@/, "").toLowerCase();
}

/** Some posts, and where the next older ones begin. */
export type PostPage = v.InferOutput<typeof PostPageSchema>;

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
  /** A query as topics have it; what is none, as words that a post must hold. */
  readonly q?: string;
  readonly sentiment?: Sentiment;
  /** BCP 47, as the post has it. */
  readonly lang?: string;
  /** What a post must hold; never of the kinds `lang` and `link`. */
  readonly term?: Term;
  /** The host of a link that a post must hold. */
  readonly site?: string;
  /** Who wrote it, as {@linkcode authorName} has it. */
  readonly author?: string;
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
