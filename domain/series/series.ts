import type * as v from "valibot";
import type * as stored from "../schema/stored.ts";
import type { TimeRange } from "../time/range.ts";

/** The sum of two counts; null if one is unknown. A missing one counts as zero. */
export function addKnown(
  a: number | null | undefined,
  b: number | null | undefined,
): number | null {
  return a === null || b === null ? null : (a ?? 0) + (b ?? 0);
}

/** A series without the buckets that begin after `now` (seconds since the epoch), which are unknown; the first one stays. */
export function cutSeries(series: Series, now: number): Series {
  const end = series.t.findIndex((t, i) => i > 0 && t > now);
  if (end < 0) return series;
  return mapColumns(series, (column) => column.slice(0, end));
}

/** The last buckets of a series, for a span in seconds. */
export function lastBuckets(series: Series, span: number): Series {
  const first = Math.max(0, series.t.length - Math.ceil(span / series.step));
  return mapColumns(series, (column) => column.slice(first), series.t[first]);
}

const NAMES = [
  "posts",
  "positive",
  "negative",
  "neutral",
  "score",
  "squares",
] as const;

/** Changes a column; unknown values may only come from unknown values. */
type Change = (
  column: readonly (number | null)[],
  name: Exclude<keyof Columns, "t">,
) => (number | null)[];

/**
 * A series with every column of counts changed, all to one length.
 *
 * @param first Start of its first bucket; the others follow one step after another.
 */
export function mapColumns(
  series: Series,
  change: Change,
  first: number = series.t[0] ?? 0,
): Series {
  const { topic, step } = series;
  const entries = NAMES.map((name) => [name, change(series[name], name)]);
  const columns: Omit<Columns, "t"> = Object.fromEntries(entries);
  const t = columns.posts.map((_, i) => first + i * step);
  return { topic, step, t, ...columns };
}

/** Counts by source if there are several sources; else null. */
export function severalSources(
  series: SourceSeries | null,
): SourceSeries | null {
  return series && Object.keys(series.sources).length > 1 ? series : null;
}

/** Number of posts over time, a column for each source; all columns are of one length. */
export interface SourceSeries {
  /** Start of each bucket in seconds since the epoch, ascending, without gaps. */
  readonly t: readonly number[];
  /** By name of the source; null where some posts were counted before their sources were. */
  readonly sources: Readonly<Record<string, readonly (number | null)[]>>;
}

/** The topic and the buckets of a series; the range is a multiple of `step` at both ends. */
interface SeriesShape extends TimeRange {
  readonly topic: string;
  readonly step: number;
}

const EMPTY: Omit<Bucket, "t"> = {
  ...{ posts: 0, positive: 0, negative: 0, neutral: 0 },
  ...{ score: 0, squares: 0 },
};

/** Lays buckets out as columns, with zeros where there is no bucket. */
export function toSeries(
  buckets: readonly Bucket[],
  { topic, step, from, to }: SeriesShape,
): Series {
  const byStart = new Map(buckets.map((bucket) => [bucket.t, bucket]));
  const length = Math.max(0, Math.round((to - from) / step));
  const t = Array.from({ length }, (_, i) => from + i * step);
  const rows = t.map((start) => byStart.get(start) ?? EMPTY);
  const column = <Name extends keyof typeof EMPTY>(name: Name) =>
    rows.map((row) => row[name]);
  return {
    topic,
    step,
    t,
    posts: column("posts"),
    positive: column("positive"),
    negative: column("negative"),
    neutral: column("neutral"),
    score: column("score"),
    squares: column("squares"),
  };
}

/** Counts of one topic over time, one array a column. Gap-free unless said otherwise: a quiet bucket is a row of zeros. */
export type Series = v.InferOutput<typeof stored.SeriesSchema>;

/** The columns of a series; all are of one length. */
export type Columns = Omit<Series, "topic" | "step">;

/** One bucket of a series, as a row. */
export type Bucket = {
  readonly [Name in keyof Columns]: Columns[Name][number];
};
