import type * as v from "valibot";
import type * as stored from "../schema/stored.ts";
import { bucketAt } from "./series.ts";

/** Sums of a bucket or a part of it. */
export interface MoodSums {
  /** Within the bucket, in seconds since the epoch. */
  readonly t: number;
  readonly posts: number;
  /** Posts with probabilities, and the sum of the versions of what scored these. */
  readonly scored: number;
  readonly scorers: number;
  /** Probabilities in thousandths, and the squares of their differences in millionths. */
  readonly p_negative: number;
  readonly p_positive: number;
  readonly p_squares: number;
}

/** Mood over time, a column each. */
export type Moods = v.InferOutput<typeof stored.MoodsSchema>;

type Sums = Record<Exclude<keyof MoodSums, "t">, number>;

/** Lays sums out as columns. @param edges The starts of the buckets, and the end of the last. */
export function toMoods(
  parts: readonly MoodSums[],
  edges: readonly number[],
): Moods {
  const buckets = edges.slice(0, -1).map((): Sums => ({
    ...{ posts: 0, scored: 0, scorers: 0 },
    ...{ p_negative: 0, p_positive: 0, p_squares: 0 },
  }));
  for (const { t, ...sums } of parts) {
    const bucket = buckets[bucketAt(edges, t)];
    if (!bucket) continue;
    for (const [name, value] of Object.entries(sums)) {
      bucket[name as keyof Sums] += value;
    }
  }
  return {
    scored: buckets.map(({ scored }) => scored),
    pPositive: buckets.map((sums) => sums.p_positive / 1_000),
    pNegative: buckets.map((sums) => sums.p_negative / 1_000),
    mood: buckets.map(moodOf),
    ci: buckets.map(halfOf),
    scorer: buckets.map(scorerOf),
  };
}

/** From -100 to 100, to a tenth; null where no post has probabilities. */
function moodOf({ scored, p_positive, p_negative }: Sums): number | null {
  return scored === 0 ? null : toTenths((p_positive - p_negative) / scored);
}

/** Standard errors on either side of a mean for 95 % confidence. */
const NORMAL_95 = 1.96;

/** Half the width of the mood's interval, by the spread of the posts; null for fewer than two. */
function halfOf({ scored: n, ...sums }: Sums): number | null {
  if (n < 2) return null;
  const sum = sums.p_positive - sums.p_negative;
  // Rounding may leave a little below zero where all posts are the same.
  const variance = Math.max(0, sums.p_squares - sum * sum / n) / (n - 1);
  return toTenths(NORMAL_95 * Math.sqrt(variance / n));
}

/** @param thousandths Of one. */
function toTenths(thousandths: number): number {
  return Math.round(thousandths) / 10 + 0; // not -0
}

/** The version that scored all posts; null where there are several, or no posts. */
function scorerOf({ posts, scored, scorers }: Sums): number | null {
  if (posts === 0) return null;
  if (scored === 0) return 1;
  const version = scorers / scored;
  return scored === posts && Number.isInteger(version) ? version : null;
}
