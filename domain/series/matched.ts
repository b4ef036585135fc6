import type * as v from "valibot";
import type { Sentiment } from "../post/post.ts";
import type { FilteredSchema } from "../schema/series.ts";
import type { TimeRange } from "../time/range.ts";
import { bucketEdges, type Step } from "./buckets.ts";
import {
  type Bucket,
  bucketAt,
  type Series,
  type SourceCount,
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
  /** Newest first, by seconds. */
  readonly posts: readonly MatchedPost[];
  /** Stored posts of this range, whether they match or not. */
  readonly of: number;
  /** Whether there are older posts in the range that was asked for, which were not read. */
  readonly isCut: boolean;
  /** Posts of the range that was asked for that are no longer stored, if all others were read. */
  readonly gone: number;
}

/** How many posts match a filter, and of how many. */
export type Filtered = v.InferOutput<typeof FilteredSchema>;

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
  const buckets: Sums<Bucket>[] = [];
  const sources: Sums<SourceCount>[] = [];
  let [start, end] = [Infinity, -Infinity];
  let of = new Map<string, Sums<SourceCount>>();
  for (const post of posts) {
    if (post.t < start || post.t >= end) {
      const index = bucketAt(edges, post.t);
      [start, end] = [edges[index]!, edges[index + 1]!];
      buckets.push(noPosts(start));
      of = new Map();
    }
    addPost(buckets.at(-1)!, post);
    const known = of.get(post.source) ??
      { t: start, source: post.source, posts: 0, unknown: 0 };
    if (known.posts++ === 0) sources.push(known);
    of.set(post.source, known);
  }
  return {
    series: toStoredSeries(buckets, { topic, step, ...range }),
    sources: toSourceSeries(sources, edges),
  };
}

type Sums<T> = { -readonly [Name in keyof T]-?: NonNullable<T[Name]> };

function noPosts(t: number): Sums<Bucket> {
  return {
    ...{ t, posts: 0, positive: 0, negative: 0, neutral: 0 },
    ...{ score: 0, squares: 0, scored: 0, scorers: 0 },
    ...{ pPositive: 0, pNegative: 0, pSquares: 0 },
  };
}

function addPost(
  bucket: Sums<Bucket>,
  { sentiment, score, scorer, negative, positive }: MatchedPost,
): void {
  bucket.posts++;
  bucket[sentiment]++;
  bucket.score += score;
  bucket.squares += score ** 2;
  if (scorer === 1) return; // the lexicon, which knew no probabilities
  bucket.scored++;
  bucket.scorers += scorer;
  bucket.pNegative += negative;
  bucket.pPositive += positive;
  bucket.pSquares += (positive - negative) ** 2;
}
