import type { Columns } from "./series.ts";

/** Mean scores over time, with their confidence intervals. */
interface MeanScores {
  /** Null where there are no posts. */
  readonly means: (number | null)[];
  /** Half the width of the 95 % confidence interval; null where it is not known. */
  readonly halves: (number | null)[];
}

/** Standard errors on either side of a mean for 95 % confidence. */
const NORMAL_95 = 1.96;

/**
 * The mean score of each bucket, with its interval: `mean ± 1.96 · sd / √n`.
 * Fewer than two posts have no deviation, and so no interval.
 */
export function meanScores(
  { posts, score, squares }: Pick<Columns, "posts" | "score" | "squares">,
): MeanScores {
  return {
    means: posts.map((n, i) => n > 0 ? score[i]! / n : null),
    halves: posts.map((n, i) => {
      const sumOfSquares = squares[i] ?? null;
      if (n < 2 || sumOfSquares === null) return null;
      const sum = score[i]!;
      // Rounding may leave a little below zero where all scores are the same.
      const variance = Math.max(0, sumOfSquares - sum * sum / n) / (n - 1);
      return NORMAL_95 * Math.sqrt(variance / n);
    }),
  };
}

/**
 * Values as percent of their own mean, so that large and small series can be
 * compared; all are null if the mean is zero.
 *
 * @param isLastCurrent Whether the last value is still growing: it does not count for the mean.
 */
export function indexValues(
  values: readonly (number | null)[],
  isLastCurrent: boolean,
): (number | null)[] {
  const known = values.slice(0, isLastCurrent ? -1 : undefined)
    .filter((value) => value !== null);
  const sum = known.reduce((a, b) => a + b, 0);
  return values.map((value) =>
    value === null || sum <= 0 ? null : 100 * value * known.length / sum
  );
}

/** The middle value, or the mean of the two in the middle; 0 of none. */
export function medianOf(values: readonly number[]): number {
  if (values.length === 0) return 0;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
}

/** Makes a standard deviation of a median absolute deviation. */
const NORMAL_MAD = 1.4826;
/** The spread where usually nobody posts. */
const LEAST_SPREAD = 2.5;

/**
 * How far a count lies above the median of others, in spreads: their median
 * absolute deviation as a standard deviation, at least the root of the median,
 * which is that of random arrivals.
 */
export function spreadsAbove(count: number, others: readonly number[]): number {
  const median = medianOf(others);
  const mad = medianOf(others.map((other) => Math.abs(other - median)));
  const spread = Math.max(NORMAL_MAD * mad, Math.sqrt(median));
  return (count - median) / (spread || LEAST_SPREAD);
}
