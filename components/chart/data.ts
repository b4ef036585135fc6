import type { Stretch } from "./missing_stretches.ts";

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
