import type { Columns } from "../../domain/series/series.ts";
import type { Totals } from "../../domain/live/snapshot.ts";

/** The sums of a series' columns. */
export function sumColumns(columns: Columns): Totals {
  const sum = (column: readonly number[]) => column.reduce((a, b) => a + b, 0);
  return {
    posts: sum(columns.posts),
    positive: sum(columns.positive),
    negative: sum(columns.negative),
    neutral: sum(columns.neutral),
    score: sum(columns.score),
  };
}
