import type { Post } from "../../domain/schema/stored.ts";
import {
  formatPostCursor,
  matchesFilter,
  type PostPage,
} from "../../domain/post/search.ts";
import type { PostsQuestion } from "../../domain/request/posts.ts";
import type { Throttle } from "../live/store.ts";
import type { FetchPosts } from "./fetch_posts.ts";

/** Options for `PostFeed`. */
export interface PostFeedOptions {
  /** The newest `seq` when the page was rendered. @default {0} */
  seq?: number;
  /** Groups changes of the screen. @default at most one per second */
  painting?: Throttle;
  /** Milliseconds from one flood of new posts to the next. @default {3000} */
  calmMs?: number;
  /** Shortest time between two searches for a term in new posts. @default {1000} */
  searchMs?: number;
  /** @default by the API */
  fetch?: FetchPosts;
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

/** The posts on the screen, without gaps. */
export interface FeedList extends PostPage {
  /** Whether the newest were dropped to keep the page small. */
  readonly isCut: boolean;
}

/** Most posts that wait, and most that are shown to a reader at the top. */
export const MAX_LIVE = 100;

/** Posts kept when new ones come in above them: more than fit on a screen. */
const MAX_FRESH = 40;

/** Posts kept while the reader goes back in time. */
const MAX_KEPT = 300;

/**
 * Adds new posts at the top of a list, and drops those far down.
 *
 * @param how With `hasGap`, posts between the new ones and the list are missing: the list is replaced.
 */
export function prependPosts(
  list: FeedList,
  posts: readonly Post[],
  how: { readonly hasGap: boolean; readonly isByTime: boolean },
): FeedList {
  const { hasGap, isByTime } = how;
  const all = mergePosts(posts, hasGap ? [] : list.posts, isByTime);
  const kept = all.slice(0, posts.length > 0 ? MAX_FRESH : MAX_LIVE);
  const isWhole = !hasGap && kept.length === all.length;
  const next = isWhole ? list.next : cursorAfter(kept.at(-1)!, isByTime);
  return { ...list, posts: kept, next };
}

/** Adds an older page at the end of a list, and drops the newest if it gets too long. */
export function appendPage(
  list: FeedList,
  page: PostPage,
  isByTime: boolean,
): FeedList {
  const posts = mergePosts(page.posts, list.posts, isByTime);
  const kept = posts.slice(-MAX_KEPT);
  const isCut = list.isCut || kept.length < posts.length;
  return { posts: kept, next: page.next, isCut };
}

/** The cursor of the posts that are older than this one. */
function cursorAfter(
  { seq, createdAt }: Post,
  isByTime: boolean,
): string {
  const createdMs = Date.parse(createdAt);
  return formatPostCursor(isByTime ? { seq, createdMs } : { seq });
}

/** Whether a post matches a question, apart from its search and its term, which only the server can look up. */
export function mayMatch(
  post: Post,
  { choice, from = -Infinity, to = Infinity }: PostsQuestion,
): boolean {
  const seconds = Date.parse(post.createdAt) / 1_000;
  return seconds >= from && seconds < to &&
    matchesFilter(post, choice);
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
