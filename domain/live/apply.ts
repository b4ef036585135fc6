import { compareNewest } from "../post/search.ts";
import type { Post } from "../schema/posts.ts";
import type { TopicSnapshot, TopicTick, Totals } from "./snapshot.ts";
import { mergeWindow, rateOf, slideWindow } from "./window.ts";

/** Totals of no posts. */
export const NO_TOTALS: Totals = {
  posts: 0,
  positive: 0,
  negative: 0,
  neutral: 0,
  score: 0,
};

/** Totals with one more post. */
export function addPostToTotals(
  totals: Totals,
  { score, sentiment }: Pick<Post, "score" | "sentiment">,
): Totals {
  return {
    ...totals,
    posts: totals.posts + 1,
    [sentiment]: totals[sentiment] + 1,
    score: totals.score + score,
  };
}

/** The sum of two totals. */
export function addTotals(a: Totals, b: Totals): Totals {
  return {
    posts: a.posts + b.posts,
    positive: a.positive + b.positive,
    negative: a.negative + b.negative,
    neutral: a.neutral + b.neutral,
    score: a.score + b.score,
  };
}

/** Posts kept per topic: the newest is shown, the others replace it if it is deleted. */
const MAX_POSTS = 20;

/** A topic's snapshot with a tick applied; neither argument is changed. */
export function mergeTick(
  snapshot: TopicSnapshot,
  tick: TopicTick,
): TopicSnapshot {
  const { posts = [] } = tick;
  const about = tick.about ?? snapshot.about;
  return {
    window: tick.window
      ? mergeWindow(snapshot.window, tick.window)
      : snapshot.window,
    totals: tick.totals ?? snapshot.totals,
    rate: tick.rate ?? snapshot.rate,
    terms: tick.terms ?? snapshot.terms,
    posts: addPosts(snapshot.posts, posts, MAX_POSTS),
    ...(about && { about }),
  };
}

/** The newest of some posts and of those that arrived, whose own times may be older. */
export function addPosts(
  posts: readonly Post[],
  arrived: readonly Post[],
  most: number,
): readonly Post[] {
  if (arrived.length === 0) return posts;
  return [...arrived, ...posts].sort(compareNewest).slice(0, most);
}

/** The posts with edited ones replaced; the same list if there are none. */
export function replacePosts(
  posts: readonly Post[],
  edited: readonly Post[],
): readonly Post[] {
  const bySeq = new Map(edited.map((post) => [post.seq, post]));
  return posts.some(({ seq }) => bySeq.has(seq))
    ? posts.map((post) => bySeq.get(post.seq) ?? post)
    : posts;
}

/**
 * A topic's snapshot at `now` (seconds since the epoch) if nothing arrived:
 * the window moves, and the rate follows from it.
 */
export function slideSnapshot(
  snapshot: TopicSnapshot,
  now: number,
): TopicSnapshot {
  const window = slideWindow(snapshot.window, now);
  if (window === snapshot.window) return snapshot;
  return { ...snapshot, window, rate: rateOf(window) };
}
