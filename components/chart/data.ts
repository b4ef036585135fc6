import type { Totals } from "../../domain/live/snapshot.ts";
import type { Outage } from "../../domain/series/outages.ts";
import type { Columns, Series } from "../../domain/series/series.ts";
import type { TimeRange } from "../../domain/time/range.ts";

/** All that drawing a chart needs, on the server and in the browser alike. */
export interface ChartData {
  /** Start of each bucket in seconds since the epoch, `step` apart. */
  readonly t: readonly number[];
  readonly step: number;
  /** Bottom and top of the y axis. */
  readonly min: number;
  readonly max: number;
  readonly ticks: readonly ChartLabel[];
  readonly names: readonly ChartLabel[];
  readonly layers: readonly ChartLayer[];
  readonly lines: readonly ChartLine[];
  /** Whether the last bucket is still filling: lines to it are drawn lighter. */
  readonly isLastCurrent: boolean;
  /** When nothing could be read: empty buckets there are not quiet ones. */
  readonly missing: readonly TimeRange[];
}

/** Values of a line or of the edge of bars, one a bucket; null where there is none. */
export type Values = readonly (number | null)[];

/** A color of the style sheet for bars, `--fill-posts` and so on. */
export type Fill = "posts" | "positive" | "neutral" | "negative";

/** Bars of one color, one for each bucket. */
export interface ChartLayer {
  readonly fill: Fill;
  /** Whether these bars are still filling: they are drawn lighter. */
  readonly current: boolean;
  /** Where bars begin; at zero if left out. */
  readonly lower?: Values;
  readonly upper: Values;
}

/** A confidence band around a line. */
export interface ChartBand {
  readonly lower: Values;
  readonly upper: Values;
}

/** A line through the middle of each bucket. */
export interface ChartLine {
  readonly label: string;
  /** A color of the style sheet without its dashes, such as `positive`, or `#rrggbb`. */
  readonly color: string;
  /** Lengths of dashes and gaps in pixels. @default an unbroken line */
  readonly dash?: readonly number[];
  readonly values: Values;
  readonly band?: ChartBand;
}

/** A label beside the chart: on the left a tick, on the right the name of what is drawn there. */
export interface ChartLabel {
  readonly y: number;
  readonly text: string;
  /** A color like a line's. @default {"muted"} */
  readonly color?: string;
}

/** The buckets of a chart. */
export interface ChartBuckets {
  readonly t: readonly number[];
  readonly step: number;
}

/** From the start of the first bucket to the end of the last, in seconds since the epoch. */
export function seriesSpan({ t, step }: ChartBuckets): TimeRange {
  return { from: t[0] ?? 0, to: (t.at(-1) ?? 0) + step };
}

/** The parts of outages that lie within a range. */
export function missingRanges(
  outages: readonly Outage[],
  { from, to }: TimeRange,
): TimeRange[] {
  return outages
    .map((outage) => ({
      from: Math.max(from, outage.from),
      to: Math.min(to, outage.to ?? to),
    }))
    .filter((range) => range.from < range.to);
}

/** Whether the count of a bucket is unknown: it is empty, and nothing could be read in a part of it. */
export function isMissing(
  bucket: { readonly t: number; readonly posts: number },
  step: number,
  missing: readonly TimeRange[],
): boolean {
  const { t, posts } = bucket;
  return posts === 0 &&
    missing.some(({ from, to }) => from < t + step && to > t);
}

/** Posts of each bucket; null where nothing could be read. */
export function knownCounts(
  { t, posts, step }: Series,
  missing: readonly TimeRange[],
): (number | null)[] {
  return posts.map((posts, i) =>
    isMissing({ t: t[i]!, posts }, step, missing) ? null : posts
  );
}

/** Outages of which a part lies within a series. */
export function outagesWithin(
  outages: readonly Outage[],
  series: Series,
): Outage[] {
  const span = seriesSpan(series);
  return outages.filter(({ from, to }) =>
    from < span.to && (to ?? Infinity) > span.from
  );
}

/** Splits a layer into the finished buckets, and the last one if it is still filling. */
export function splitCurrent(
  layer: Omit<ChartLayer, "current">,
  isLastCurrent: boolean,
): ChartLayer[] {
  if (!isLastCurrent) return [{ ...layer, current: false }];
  const last = layer.upper.length - 1;
  return [false, true].map((current) => ({
    ...layer,
    current,
    upper: layer.upper.map((y, i) => (i === last) === current ? y : null),
  }));
}

/** Splits a line into what has settled, and the way to the bucket that is still filling. */
export function splitLine(
  values: Values,
  isLastCurrent: boolean,
): { settled: Values; current: Values | null } {
  const last = values.length - 1;
  if (!isLastCurrent || (values[last] ?? null) === null) {
    return { settled: values, current: null };
  }
  return {
    settled: values.map((value, i) => i === last ? null : value),
    current: values.map((value, i) => i >= last - 1 ? value : null),
  };
}

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
