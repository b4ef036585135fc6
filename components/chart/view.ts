import type { ReadonlySignal } from "@preact/signals";
import type { Zone } from "../../domain/format/times.ts";
import type { Outage } from "../../domain/series/outages.ts";
import type { Series, SourceSeries } from "../../domain/series/series.ts";
import type { ChartCursor } from "./cursor.ts";

/** What the charts of a page have in common. */
export interface ChartView {
  /** Slug, by which pictures of a chart are named. */
  readonly topic: string;
  readonly zone: Zone;
  /** Whether times need a date to be understood. */
  readonly withDate: boolean;
  readonly cursor: ChartCursor;
  /** The running sources, for pictures of a chart. */
  readonly source: string;
}

/** The charts of one topic. */
export interface TopicView extends ChartView {
  readonly shown: ReadonlySignal<Shown>;
}

/** What the charts of a topic show at a moment. */
export interface Shown extends ChartInput {
  /** When nothing could be read, within the series. */
  readonly outages: readonly Outage[];
  /** Null if it is not known, or there is only one source. */
  readonly sources: SourceSeries | null;
}

/** What a topic's charts are made from. */
export interface ChartInput {
  readonly series: Series;
  /** Whether the last bucket is still filling. */
  readonly isLastCurrent: boolean;
  /** When nothing could be read. @default never */
  readonly outages?: readonly Outage[];
}
