import type { Totals } from "../../domain/live/snapshot.ts";
import type { Outage } from "../../domain/series/outages.ts";
import type { Columns, Series } from "../../domain/series/series.ts";

/** Whether the count of a bucket is not known: it is empty, and nothing could be read in a part of it. */
export function isMissing(
  bucket: { readonly t: number; readonly posts: number },
  step: number,
  missing: readonly Stretch[],
): boolean {
  const { t, posts } = bucket;
  return posts === 0 &&
    missing.some(({ from, to }) => from < t + step && to > t);
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

/** From the start of the first bucket to the end of the last, in seconds since the epoch. */
export function seriesSpan(
  { t, step }: { readonly t: readonly number[]; readonly step: number },
): Stretch {
  return { from: t[0] ?? 0, to: (t.at(-1) ?? 0) + step };
}

/** Parts a layer in two: the finished buckets, and the last one if it is still filling. */
export function splitCurrent(
  layer: Omit<ChartLayer, "current">,
  isLastCurrent: boolean,
): ChartLayer[] {
  if (!isLastCurrent) return [{ ...layer, current: false }];
  const last = layer.upper.length - 1;
  return [
    {
      ...layer,
      current: false,
      upper: layer.upper.map((y, i) => i === last ? null : y),
    },
    {
      ...layer,
      current: true,
      upper: layer.upper.map((y, i) => i === last ? y : null),
    },
  ];
}

/** What a color stands for; the style sheet says which color. */
export type Tone = "posts" | "positive" | "neutral" | "negative";

/** Bars of one tone, one for each bucket; null where there is none. */
export interface ChartLayer {
  readonly tone: Tone;
  /** Whether these bars are still filling: they are drawn lighter. */
  readonly current: boolean;
  /** Where bars begin; at zero if left out. */
  readonly lower?: readonly (number | null)[];
  readonly upper: readonly (number | null)[];
}

/** Where a value may as well be: an area around a line. */
export interface ChartBand {
  readonly lower: readonly (number | null)[];
  readonly upper: readonly (number | null)[];
}

/** A line through the middle of each bucket; null where there is no value. */
export interface ChartLine {
  readonly label: string;
  /** A color of the style sheet without its dashes, such as `positive`, or `#rrggbb`. */
  readonly color: string;
  /** Lengths of dashes and gaps in pixels. @default an unbroken line */
  readonly dash?: readonly number[];
  readonly values: readonly (number | null)[];
  readonly band?: ChartBand;
}

/** A mark beside the chart: on the left a tick, on the right the name of what is drawn there. */
export interface ChartLabel {
  readonly y: number;
  readonly text: string;
  /** A color like a line's. @default the color of quiet text */
  readonly color?: string;
}

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
  readonly missing: readonly Stretch[];
}

/** A stretch of time in seconds since the epoch. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** The parts of outages that lie between `from` and `to`. */
export function missingStretches(
  outages: readonly Outage[],
  { from, to }: Stretch,
): Stretch[] {
  return outages
    .map((outage) => ({
      from: Math.max(from, outage.from),
      to: Math.min(to, outage.to ?? to),
    }))
    .filter((stretch) => stretch.from < stretch.to);
}

type Values = readonly (number | null)[];

/** Parts a line in two: what is settled, and the way to the bucket that is still filling. */
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
