import { type Sentiment, sentimentOf } from "../post/post.ts";
import type { Totals } from "./snapshot.ts";

/** Totals of nothing. */
export const NO_TOTALS: Totals = {
  posts: 0,
  positive: 0,
  negative: 0,
  neutral: 0,
  score: 0,
};

/** Totals with one more post of this score. */
export function addPostToTotals(totals: Totals, score: number): Totals {
  const sentiment: Sentiment = sentimentOf(score);
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
