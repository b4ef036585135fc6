import type { Bucket, Series } from "./series.ts";

/** What a series is about: a topic's slug, and times in seconds since the epoch. */
export interface SeriesShape {
  readonly topic: string;
  readonly step: number;
  /** Start of the first bucket: a multiple of `step`. */
  readonly from: number;
  /** End of the last bucket: a multiple of `step`. */
  readonly to: number;
}

/** Lays buckets out as columns, with zeros where there is no bucket. */
export function toSeries(
  buckets: readonly Bucket[],
  shape: SeriesShape,
): Series {
  const { topic, step, from, to } = shape;
  const byStart = new Map(buckets.map((bucket) => [bucket.t, bucket]));
  const length = Math.max(0, Math.round((to - from) / step));
  const t = Array.from({ length }, (_, i) => from + i * step);
  const column = (name: Exclude<keyof Bucket, "t" | "squares">) =>
    t.map((start) => byStart.get(start)?.[name] ?? 0);
  return {
    topic,
    step,
    t,
    posts: column("posts"),
    positive: column("positive"),
    negative: column("negative"),
    neutral: column("neutral"),
    score: column("score"),
    squares: t.map((start) => {
      const bucket = byStart.get(start);
      return bucket ? bucket.squares : 0;
    }),
  };
}
