import type * as v from "valibot";
import type { SeriesSchema } from "../schema/series.ts";
import type { TimeRange } from "../time/range.ts";
import { bucketEdges, type Step, stepSeconds } from "./buckets.ts";

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
  const cut = mapColumns(series, (column) => column.slice(0, end));
  return series.per ? { ...cut, end: series.t[end]! } : cut;
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
  ...["scored", "scorers", "pPositive", "pNegative", "pSquares"] as const,
] as const;

/** Changes a column; unknown values may only come from unknown values. */
type Change = (
  column: readonly (number | null)[],
  name: Exclude<keyof Columns, "t">,
) => (number | null)[];

/**
 * A series with every column of counts changed, all to one length.
 *
 * @param first Start of its first bucket; the others follow one step after another. Those of a calendar stay.
 */
export function mapColumns(
  series: Series,
  change: Change,
  first: number = series.t[0] ?? 0,
): Series {
  const { topic, step, per, zone, end } = series;
  const entries = NAMES.map((name) => [name, change(series[name], name)]);
  const columns: Omit<Columns, "t"> = Object.fromEntries(entries);
  const t = columns.posts.map((_, i) => per ? series.t[i]! : first + i * step);
  return { topic, step, ...(per && { per, zone, end }), t, ...columns };
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

/** Posts of one source in a bucket or a part of it. */
export interface SourceCount {
  /** Within the bucket. */
  readonly t: number;
  /** Null: a part of the bucket counted its posts before their sources. */
  readonly source: string | null;
  readonly posts: number;
  /** Parts that counted their posts before their sources. */
  readonly unknown: number;
}

/** Lays counts by source out as columns. @param edges The starts of the buckets, and the end of the last. */
export function toSourceSeries(
  counts: readonly SourceCount[],
  edges: readonly number[],
): SourceSeries {
  const t = edges.slice(0, -1);
  const indexed = counts.map((count) => ({
    ...count,
    index: bucketAt(edges, count.t),
  }));
  const unknown = new Set(
    indexed.filter((count) => count.unknown > 0).map(({ index }) => index),
  );
  const empty = t.map((_, index) => unknown.has(index) ? null : 0);
  const columns = new Map<string, (number | null)[]>();
  for (const { index, source, posts } of indexed) {
    if (source === null) continue;
    const column = columns.get(source) ?? empty.slice();
    column[index] = addKnown(column[index], posts);
    columns.set(source, column);
  }
  // Own properties, whatever a source is called.
  return { t, sources: Object.fromEntries(columns) };
}

/** The index of the bucket that holds a time; -1 if it is before the first. */
export function bucketAt(edges: readonly number[], t: number): number {
  let [before, after] = [-1, edges.length];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (edges[middle]! <= t) before = middle;
    else after = middle;
  }
  return before;
}

/** The topic of a series, and the range that it counts. */
interface SeriesShape extends TimeRange {
  readonly topic: string;
  readonly step: Step;
}

/** Lays counts out as columns, with zeros where there are none; those of one bucket are summed. */
export function toSeries(
  buckets: readonly Bucket[],
  { topic, step, from, to }: SeriesShape,
): Series {
  const edges = bucketEdges({ from, to }, step);
  const t = edges.slice(0, -1);
  const columns = Object.fromEntries(
    NAMES.map((name) => [name, t.map((): number | null => 0)]),
  ) as Record<typeof NAMES[number], (number | null)[]>;
  for (const bucket of buckets) {
    const index = bucketAt(edges, bucket.t);
    if (index < 0 || index >= t.length) continue;
    for (const name of NAMES) {
      columns[name][index] = addKnown(columns[name][index], bucket[name]);
    }
  }
  const calendar = typeof step === "number"
    ? {}
    : { per: step.per, zone: step.zone, end: edges.at(-1) ?? to };
  return {
    topic,
    step: stepSeconds(step),
    ...calendar,
    t,
    ...columns as Omit<Columns, "t">,
  };
}

/** In what probabilities are stored and summed, so that sums are exact. */
const UNITS: Partial<Record<string, number>> = {
  ...{ pPositive: 1_000, pNegative: 1_000, pSquares: 1_000_000 },
};

/** Lays sums out as {@linkcode toSeries} does, those of probabilities in thousandths. */
export function toStoredSeries(...args: Parameters<typeof toSeries>): Series {
  return mapColumns(toSeries(...args), (column, name) => {
    const unit = UNITS[name] ?? 1;
    return unit === 1 ? [...column] : column.map((sum) => sum! / unit);
  });
}

/** Counts of one topic over time, one array a column. Gap-free unless said otherwise: a quiet bucket is a row of zeros. */
export type Series = v.InferOutput<typeof SeriesSchema>;

/** The columns of a series; all are of one length. */
export type Columns = Omit<Series, "topic" | "step" | "per" | "zone" | "end">;

/** The columns from which moods follow: sums over the posts that have probabilities. */
export type MoodColumns = Pick<
  Columns,
  "scored" | "scorers" | "pPositive" | "pNegative" | "pSquares"
>;

/** One bucket of a series, as a row; without sums of probabilities these are zero. */
export type Bucket =
  & Row<Omit<Columns, keyof MoodColumns>>
  & Partial<Row<MoodColumns>>;

type Row<Table> = {
  readonly [Name in keyof Table]: Table[Name] extends readonly (infer Cell)[]
    ? Cell
    : never;
};
