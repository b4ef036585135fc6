import type { Post } from "../../domain/post/post.ts";
import {
  formatPostCursor,
  isChosen,
  type PostPage,
} from "../../domain/post/search.ts";
import {
  type PostsQuestion,
  postsQuestionParams,
} from "../../domain/request/posts.ts";
import { fetchJson } from "../live/fetch.ts";

/** Which posts to fetch of those that match. */
export interface FetchedPage {
  /** Where the previous page ended. @default the first page */
  readonly before?: string;
  /** Posts with a higher `seq`. */
  readonly after?: number;
  readonly limit: number;
}

/** Fetches posts of a topic. */
export function fetchPosts(
  slug: string,
  question: PostsQuestion,
  { before, after, limit }: FetchedPage,
  signal: AbortSignal,
): Promise<PostPage> {
  const params = postsQuestionParams(slug, question);
  if (before !== undefined) params.set("before", before);
  if (after !== undefined) params.set("after", `${after}`);
  params.set("limit", `${limit}`);
  return fetchJson("/api/posts", params, signal);
}

/** Maps posts and drops those that become null; returns the same list if nothing changes. */
export function changePosts(
  posts: readonly Post[],
  change: (post: Post) => Post | null,
): readonly Post[] {
  const changed = posts.map(change);
  return changed.every((post, i) => post === posts[i])
    ? posts
    : changed.filter((post) => post !== null);
}

/** The cursor of the posts that are older than this one. */
export function cursorAfter(
  { seq, createdAt }: Post,
  isByTime: boolean,
): string {
  const createdMs = Date.parse(createdAt);
  return formatPostCursor(isByTime ? { seq, createdMs } : { seq });
}

/** Whether a post matches a question, apart from its term, which only the server can look up. */
export function mayMatch(
  post: Post,
  { choice, from = -Infinity, to = Infinity }: PostsQuestion,
): boolean {
  const seconds = Date.parse(post.createdAt) / 1_000;
  return seconds >= from && seconds < to && isChosen(post, choice, () => true);
}

/** Merges two lists, newest first, each `seq` once. */
export function mergePosts(
  arrived: readonly Post[],
  shown: readonly Post[],
  isByTime: boolean,
): Post[] {
  const bySeq = new Map(
    [...arrived, ...shown].map((post) => [post.seq, post]),
  );
  return [...bySeq.values()].sort((a, b) =>
    (isByTime && Date.parse(b.createdAt) - Date.parse(a.createdAt)) ||
    b.seq - a.seq
  );
}

/** What the list of posts is rendered from. */
export interface PostsView extends PostPage {
  /** Newest `seq` when it was rendered. */
  readonly seq: number;
}
