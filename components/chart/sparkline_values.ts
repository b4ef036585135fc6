import type { Columns } from "../../domain/series/series.ts";

/** What the tiles' sparklines show, one value for each finished bucket; null where nobody posted. */
export interface SparklineValues {
  readonly posts: number[];
  /** Mean score. */
  readonly mood: (number | null)[];
  /** Shares, from 0 to 1. */
  readonly positive: (number | null)[];
  readonly negative: (number | null)[];
}

/** Values of all buckets of a live series but its last, which is still filling. */
export function sparklineValues(series: Columns): SparklineValues {
  const posts = series.posts.slice(0, -1);
  const mean = (column: readonly number[]) =>
    posts.map((count, i) => count > 0 ? column[i]! / count : null);
  return {
    posts,
    mood: mean(series.score),
    positive: mean(series.positive),
    negative: mean(series.negative),
  };
}
