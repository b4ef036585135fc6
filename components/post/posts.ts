import type { Post } from "../../domain/post/post.ts";
import {
  formatPostCursor,
  matchesFilter,
  type PostPage,
} from "../../domain/post/search.ts";
import {
  type PostsQuestion,
  postsQuestionParams,
} from "../../domain/request/posts.ts";
import { askServer } from "../live/ask.ts";

/** Which part of the answer to a question is wanted. */
export interface AskedPage {
  /** Where the page before ended; by itself where the question begins. */
  readonly before?: string;
  /** Posts whose `seq` is higher. */
  readonly after?: number;
  readonly limit: number;
}

/** Asks for posts of a topic. */
export type AskPosts = (
  question: PostsQuestion,
  page: AskedPage,
  signal: AbortSignal,
) => Promise<PostPage>;

/** Makes what asks this server for posts. */
export function askPosts(slug: string): AskPosts {
  return (question, { before, after, limit }, signal) => {
    const params = postsQuestionParams(slug, question);
    if (before !== undefined) params.set("before", before);
    if (after !== undefined) params.set("after", String(after));
    params.set("limit", String(limit));
    return askServer("/api/posts", params, signal);
  };
}

/** Posts, each as `change` makes it, without those of which it makes null; the same list if nothing changes. */
export function changePosts(
  posts: readonly Post[],
  change: (post: Post) => Post | null,
): readonly Post[] {
  const changed = posts.map(change).filter((post) => post !== null);
  const isSame = changed.length === posts.length &&
    changed.every((post, i) => post === posts[i]);
  return isSame ? posts : changed;
}

/** Where the posts that are older than one begin, as addresses carry it. */
export function cursorAfter(
  { seq, createdAt }: Post,
  isByTime: boolean,
): string {
  const createdMs = Date.parse(createdAt);
  return formatPostCursor(isByTime ? { seq, createdMs } : { seq });
}

/** The posts on the screen: a stretch without holes. */
export interface FeedList extends PostPage {
  /** Whether newer ones were left out again, so that the page stays small. */
  readonly isCut: boolean;
}

/** Whether a question asks for a post, as far as can be said without the server: whether it holds a term cannot. */
export function mayBeAskedFor(
  post: Post,
  { choice, from = -Infinity, to = Infinity }: PostsQuestion,
): boolean {
  const seconds = Date.parse(post.createdAt) / 1_000;
  return seconds >= from && seconds < to &&
    matchesFilter(post, choice, () => true);
}

/** Posts of both lists, newest first, each `seq` once. */
export function mergeFeed(
  arrived: readonly Post[],
  shown: readonly Post[],
  isByTime: boolean,
): Post[] {
  const bySeq = new Map(shown.map((post) => [post.seq, post]));
  for (const post of arrived) bySeq.set(post.seq, bySeq.get(post.seq) ?? post);
  const merged = [...bySeq.values()];
  return merged.sort((a, b) =>
    (isByTime && Date.parse(b.createdAt) - Date.parse(a.createdAt)) ||
    b.seq - a.seq
  );
}

/** What the list of posts is rendered from. */
export interface PostsView extends PostPage {
  /** Newest `seq` that was stored then; newer ones came after. */
  readonly seq: number;
}
