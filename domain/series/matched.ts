import type * as v from "valibot";
import type { Sentiment } from "../post/post.ts";
import type * as stored from "../schema/stored.ts";
import type { TimeRange } from "../time/range.ts";
import { bucketEdges, type Step } from "./buckets.ts";
import { type Moods, type MoodSums, toMoods } from "./mood.ts";
import {
  type Bucket,
  bucketAt,
  type Series,
  type SourceCount,
  type SourceSeries,
  toSeries,
  toSourceSeries,
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
  readonly moods: Moods;
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
  const moods: Sums<MoodSums>[] = [];
  const sources: Sums<SourceCount>[] = [];
  let [start, end] = [Infinity, -Infinity];
  let of = new Map<string, Sums<SourceCount>>();
  for (const post of posts) {
    if (post.t < start || post.t >= end) {
      const index = bucketAt(edges, post.t);
      [start, end] = [edges[index]!, edges[index + 1]!];
      buckets.push(noPosts(start));
      moods.push(noMoods(start));
      of = new Map();
    }
    addPost(buckets.at(-1)!, moods.at(-1)!, post);
    const known = of.get(post.source) ??
      { t: start, source: post.source, posts: 0, unknown: 0 };
    if (known.posts++ === 0) sources.push(known);
    of.set(post.source, known);
  }
  return {
    series: toSeries(buckets, { topic, step, ...range }),
    moods: toMoods(moods, edges),
    sources: toSourceSeries(sources, edges),
  };
}

type Sums<T> = { -readonly [Name in keyof T]: NonNullable<T[Name]> };

function noPosts(t: number): Sums<Bucket> {
  const counts = { posts: 0, positive: 0, negative: 0, neutral: 0 };
  return { t, ...counts, score: 0, squares: 0 };
}

function noMoods(t: number): Sums<MoodSums> {
  const counts = { posts: 0, scored: 0, scorers: 0 };
  return { t, ...counts, p_negative: 0, p_positive: 0, p_squares: 0 };
}

function addPost(
  bucket: Sums<Bucket>,
  mood: Sums<MoodSums>,
  { sentiment, score, scorer, negative, positive }: MatchedPost,
): void {
  bucket.posts++;
  bucket[sentiment]++;
  bucket.score += score;
  bucket.squares += score ** 2;
  mood.posts++;
  if (scorer === 1) return; // the lexicon, which knew no probabilities
  mood.scored++;
  mood.scorers += scorer;
  mood.p_negative += negative;
  mood.p_positive += positive;
  mood.p_squares += (positive - negative) ** 2;
}
