import type { Outage } from "../../domain/pipeline/outage.ts";
import type { Series } from "../../domain/series/series.ts";

/** What a topic's charts are made from. */
export interface ChartInput {
  readonly series: Series;
  /** Whether the last bucket is still filling. */
  readonly isLastCurrent: boolean;
  /** When nothing could be read. @default never */
  readonly outages?: readonly Outage[];
}
