import type { Bucket, Series } from "../../domain/series/series.ts";

/** The bucket that starts at `t`; without one, the newest that is whole. */
export function bucketAt(
  series: Series,
  t: number | null,
  isLastCurrent: boolean,
): Bucket {
  const under = t === null ? -1 : series.t.indexOf(t);
  const newest = series.t.length - (isLastCurrent ? 2 : 1);
  const i = under >= 0 ? under : Math.max(0, newest);
  return {
    t: series.t[i] ?? 0,
    posts: series.posts[i] ?? 0,
    positive: series.positive[i] ?? 0,
    negative: series.negative[i] ?? 0,
    neutral: series.neutral[i] ?? 0,
    score: series.score[i] ?? 0,
  };
}
