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

/** A mark beside the chart: on the left a tick, on the right the name of what is drawn there. */
export interface ChartLabel {
  readonly y: number;
  readonly text: string;
  readonly tone?: Tone;
}

/** All that drawing a chart needs, on the server and in the browser alike. */
export interface ChartData {
  /** Start of each bucket in seconds since the epoch, `step` apart. */
  readonly t: readonly number[];
  readonly step: number;
  /** Top of the y axis; its bottom is zero. */
  readonly max: number;
  readonly ticks: readonly ChartLabel[];
  readonly names: readonly ChartLabel[];
  readonly layers: readonly ChartLayer[];
  /** When nothing could be read: empty buckets there are not quiet ones. */
  readonly missing: readonly Stretch[];
}
