import type { Outage } from "../../domain/pipeline/outage.ts";
import type { Series } from "../../domain/series/series.ts";
import type { WindowTerms } from "../../domain/live/snapshot.ts";

/** A time that charts and words show instead of the live window. */
export interface RangeView {
  /** In seconds since the epoch. */
  readonly from: number;
  readonly to: number;
  readonly series: Series;
  readonly terms: WindowTerms;
  /** When nothing could be read. */
  readonly outages: readonly Outage[];
  /** Whether the last bucket is still filling. */
  readonly isLastCurrent: boolean;
}
