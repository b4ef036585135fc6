import type * as v from "valibot";
import type { Sentiment } from "../post/post.ts";
import type * as stored from "../schema/stored.ts";
import type { TimeRange } from "../time/range.ts";
import { bucketEdges, type Step } from "./buckets.ts";
import {
  type Bucket,
  type Series,
  type SourceSeries,
  toSourceSeries,
  toStoredSeries,
} from "./series.ts";

/** What is counted of a post that matches a filter. */
export interface MatchedPost {
  readonly seq: number;
  /** Its own time, in seconds since the epoch. */
  readonly t: number;
  readonly source: string;
  readonly sentiment: Sentiment;
  readonly score: number;
  /** The version of what scored it, and its probabilities in thousandths; 0 if that was the lexicon. */
  readonly scorer: number;
  readonly negative: number;
  readonly positive: number;
}

/** The posts of a range that match a filter. */
export interface Matched {
  /** It begins later than asked for where older posts were not read, or are no longer stored. */
  readonly range: TimeRange;
  /** Newest first. */
  readonly posts: readonly MatchedPost[];
  /** Stored posts of this range, whether they match or not. */
  readonly of: number;
  /** Whether there are older posts in the range that was asked for, which were not read. */
  readonly isCut: boolean;
  /** Posts of the range that was asked for that are no longer stored, if all others were read. */
  readonly gone: number;
}

/** How many posts match a filter, and of how many. */
export type Filtered = v.InferOutput<typeof stored.FilteredSchema>;

/** Sums up what was found in a range that was asked for. */
export function describeMatched(
  { posts, of, range, isCut, gone }: Matched,
  asked: TimeRange,
): Filtered {
  const since = range.from > asked.from ? range.from : null;
  return { posts: posts.length, of, since, cut: isCut, gone };
}

/** Counts of matching posts over time. */
export interface CountedMatches {
  readonly series: Series;
  readonly sources: SourceSeries;
}

/** Counts matching posts as rollups count all posts. */
export function countMatched(
  { posts, range }: Pick<Matched, "posts" | "range">,
  topic: string,
  step: Step,
): CountedMatches {
  const edges = bucketEdges(range, step);
  const series = toStoredSeries(posts.map(toBucket), { topic, step, ...range });
  const sources = toSourceSeries(
    posts.map(({ t, source }) => ({ t, source, posts: 1, unknown: 0 })),
    edges,
  );
  return { series, sources };
}

function toBucket(post: MatchedPost): Bucket {
  const { t, sentiment, score, scorer, positive, negative } = post;
  const isScored = scorer > 1;
  return {
    ...{ t, posts: 1, positive: 0, negative: 0, neutral: 0 },
    [sentiment]: 1,
    ...{ score, squares: score ** 2 },
    ...{ scored: Number(isScored), scorers: isScored ? scorer : 0 },
    ...{ pPositive: positive, pNegative: negative },
    pSquares: (positive - negative) ** 2,
  };
}
