import { formatStep } from "../../domain/format/numbers.ts";
import type { Totals } from "../../domain/live/snapshot.ts";
import type { Outage } from "../../domain/series/outages.ts";
import type { ScorerChange } from "../../domain/series/scorers.ts";
import type { Columns, Series } from "../../domain/series/series.ts";
import type { TimeRange } from "../../domain/time/range.ts";

/** The buckets of a chart. */
export interface ChartBuckets {
  /** Start of each bucket in seconds since the epoch, `step` apart; of units of a calendar about so. */
  readonly t: readonly number[];
  readonly step: number;
  /** The unit of the calendar that a bucket spans, if any. */
  readonly per?: Series["per"];
  /** The zone of that calendar. */
  readonly zone?: string;
  /** End of the last bucket. @default its start and `step` */
  readonly end?: number;
}

/** The buckets of charts that stand below each other, and how their times are written. */
export interface TimeAxis extends ChartBuckets {
  /** Labels by the width of the page; the style sheet says which are shown. */
  readonly times: Readonly<Record<"many" | "few", readonly TimeLabel[]>>;
  /** From when to when: `4 Mar 2014, 14:00 to 4 Mar 2014, 15:00 UTC`. */
  readonly span: string;
  /** Name of the zone of all times. */
  readonly zone: string;
  /** The span of a bucket, but of a minute or less its start: `14:00–15:00`, `20 Dec 2017 – 18 Jan 2018`, `Jan 2018`. */
  readonly title: (index: number) => string;
  /** Writes a time as exactly as `step` needs it. @param step That of the axis by default. */
  readonly format: (t: number, step?: number, withDate?: boolean) => string;
}

/** A label of a time axis, centered below its time. */
interface TimeLabel {
  /** In seconds since the epoch. */
  readonly t: number;
  readonly label: string;
}

/** What charts with one time axis have in common. */
export interface ChartInput {
  readonly axis: TimeAxis;
  /** Whether the last bucket is still filling. */
  readonly isLastCurrent: boolean;
  /** When nothing could be read, within the axis. */
  readonly outages: readonly Outage[];
  /** Where the scorer changes. @default nowhere */
  readonly scorerChanges?: readonly ScorerChange[];
}

/** All that drawing a chart needs, on the server and in the browser alike. */
export interface ChartData {
  readonly axis: TimeAxis;
  /** Bottom and top of the y axis. */
  readonly min: number;
  readonly max: number;
  readonly ticks: readonly ChartLabel[];
  readonly names: readonly ChartLabel[];
  readonly layers: readonly ChartLayer[];
  readonly lines: readonly ChartLine[];
  /** Whether the last bucket is still filling: lines to it are drawn lighter. */
  readonly isLastCurrent: boolean;
  /** What stands out: a sign above its value. */
  readonly marks?: readonly ChartMark[];
  /** Times at which what is measured changes: dashed lines from top to bottom. */
  readonly breaks?: readonly number[];
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
  /** Values of too few posts for a line: hollow dots, which do not widen the axis. */
  readonly dots?: Values;
}

/** A sign above a bucket. */
export interface ChartMark {
  /** Start of the bucket, in seconds since the epoch. */
  readonly t: number;
  readonly y: number;
}

/** The sign of {@linkcode ChartMark}. */
export const MARK = "▾";

/** A label beside the chart: on the left a tick, on the right the name of what is drawn there. */
export interface ChartLabel {
  readonly y: number;
  readonly text: string;
  /** A color like a line's. @default {"muted"} */
  readonly color?: string;
}

/** The CSS value of a chart's color: one of the style sheet, or one written out. */
export function cssColor(color: string): string {
  return color.startsWith("#") ? color : `var(--${color})`;
}

/** From the start of the first bucket to the end of the last, in seconds since the epoch. */
export function seriesSpan({ t, step, end }: ChartBuckets): TimeRange {
  return { from: t[0] ?? 0, to: end ?? (t.at(-1) ?? 0) + step };
}

/**
 * Where a time is on an axis, in buckets from its start: all are equally wide,
 * though months are not equally long.
 */
export function placeOf({ t, step, end }: ChartBuckets, time: number): number {
  if (end === undefined) return (time - (t[0] ?? 0)) / step;
  const i = Math.max(0, t.findLastIndex((start) => start <= time));
  return i + (time - t[i]!) / ((t[i + 1] ?? end) - t[i]!);
}

/** What a bucket spans, as it follows "per": `minute`, `10 minutes`, `month`. */
export function bucketWord({ per, step }: ChartBuckets): string {
  return per ?? formatStep(step);
}

/** A chart that has a time axis and nothing else yet. */
export function emptyChart({ axis, isLastCurrent, outages }: ChartInput) {
  const missing = missingRanges(outages, seriesSpan(axis));
  return { axis, isLastCurrent, missing, names: [], layers: [], lines: [] };
}

/** The times of changes of the scorer within the buckets of a chart, for {@linkcode ChartData.breaks}. */
export function scorerBreaks(
  { axis, scorerChanges = [] }: Pick<ChartInput, "axis" | "scorerChanges">,
): number[] {
  const { from, to } = seriesSpan(axis);
  return scorerChanges.map(({ t }) => t).filter((t) => t >= from && t < to);
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

/** Outages of which a part lies within a series. */
export function outagesWithin(
  outages: readonly Outage[],
  series: ChartBuckets,
): Outage[] {
  return outages.filter((outage) =>
    missingRanges([outage], seriesSpan(series)).length > 0
  );
}

/** Posts of each bucket; null where it is empty, and nothing could be read in a part of it. */
export function knownCounts(
  { t, posts, step, end }: Pick<Series, "t" | "posts" | "step" | "end">,
  missing: readonly TimeRange[],
): (number | null)[] {
  return posts.map((count, i) =>
    count === 0 &&
      missing.some(({ from, to }) =>
        from < (t[i + 1] ?? end ?? t[i]! + step) && to > t[i]!
      )
      ? null
      : count
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
