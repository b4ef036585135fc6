import type { Post } from "../../domain/schema/posts.ts";
import {
  compareNewest,
  cursorOf,
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

/** Whether a post has its place in a list, and not further back, where older pages are loaded. */
export function isWithin({ posts, next }: PostPage, post: Post): boolean {
  const last = posts.at(-1);
  return next === null || (last !== undefined && compareNewest(post, last) < 0);
}

/**
 * Adds new posts to a list at their places, and drops those far down.
 *
 * @param hasGap Whether posts older than the last of the new ones are missing: then the list ends there.
 */
export function addPosts(
  list: FeedList,
  posts: readonly Post[],
  hasGap: boolean,
): FeedList {
  const fresh = hasGap ? posts : posts.filter((post) => isWithin(list, post));
  const merged = mergePosts(fresh, list.posts);
  const last = posts.at(-1);
  const all = hasGap && last
    ? merged.filter((post) => compareNewest(post, last) <= 0)
    : merged;
  const kept = all.slice(0, posts.length > 0 ? MAX_FRESH : MAX_LIVE);
  const isWhole = !hasGap && kept.length === all.length;
  const next = isWhole ? list.next : formatPostCursor(cursorOf(kept.at(-1)!));
  return { ...list, posts: kept, next };
}

/** Adds an older page at the end of a list, and drops the newest if it gets too long. */
export function appendPage(
  list: FeedList,
  page: PostPage,
): FeedList {
  const posts = mergePosts(page.posts, list.posts);
  const kept = posts.slice(-MAX_KEPT);
  const isCut = list.isCut || kept.length < posts.length;
  return { posts: kept, next: page.next, isCut };
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
): Post[] {
  const bySeq = new Map(
    [...arrived, ...shown].map((post) => [post.seq, post]),
  );
  return [...bySeq.values()].sort(compareNewest);
}

/** What the list of posts is rendered from. */
export interface PostsView extends PostPage {
  /** Newest `seq` when it was rendered. */
  readonly seq: number;
}
