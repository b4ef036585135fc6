import type { ReadonlySignal } from "@preact/signals";
import type { Zone } from "../../domain/format/times.ts";
import type { Outage } from "../../domain/pipeline/outage.ts";
import type { SourceSeries } from "../../domain/series/source_series.ts";
import type { ChartInput } from "./chart_input.ts";
import type { ChartCursor } from "./cursor.ts";

/** What the charts of a topic show at a moment. */
export interface Shown extends ChartInput {
  /** When nothing could be read, within the series. */
  readonly outages: readonly Outage[];
  /** Null if it is not known, or there is only one source. */
  readonly sources: SourceSeries | null;
}

/** What the charts of a topic have in common. */
export interface ChartView {
  /** Slug, by which pictures of a chart are named. */
  readonly topic: string;
  readonly shown: ReadonlySignal<Shown>;
  readonly zone: Zone;
  /** Whether times need a date to be understood. */
  readonly withDate: boolean;
  readonly cursor: ChartCursor;
  /** What is running, in words: named by pictures of a chart. */
  readonly source: string;
}
