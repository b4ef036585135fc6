import type { Series } from "../../domain/series/series.ts";
import type { TopicSnapshot } from "../../domain/live/snapshot.ts";

/** A live window of `trump` whose last bucket starts at `end`; each post in it is positive and scores 2. */
export function makeWindow(posts: readonly number[], end: number): Series {
  const zeros = posts.map(() => 0);
  return {
    topic: "trump",
    step: 10,
    t: posts.map((_, i) => end - (posts.length - 1 - i) * 10),
    posts: posts.slice(),
    positive: posts.slice(),
    negative: zeros,
    neutral: zeros,
    score: posts.map((count) => 2 * count),
    squares: posts.map((count) => 4 * count),
  };
}

/** What is known of `trump`: by itself, a quarter of an hour without posts until the epoch's second 900. */
export function makeSnapshot(
  given: Partial<TopicSnapshot> = {},
): TopicSnapshot {
  return {
    window: makeWindow(new Array<number>(90).fill(0), 890),
    totals: { posts: 0, positive: 0, negative: 0, neutral: 0, score: 0 },
    rate: 0,
    terms: { positive: [], negative: [] },
    posts: [],
    ...given,
  };
}
