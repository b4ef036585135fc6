import type { Outage } from "../../domain/pipeline/outage.ts";
import type { SourceSeries } from "../../domain/series/source_series.ts";
import type { RangeView } from "./range_view.ts";

/** What was read of a time that the page shows. */
export interface LoadedRange {
  /** The parameters of the address that ask for it. */
  readonly key: string;
  /** Null for the live window, which the stream brings. */
  readonly view: RangeView | null;
  /** When nothing could be read. */
  readonly outages: readonly Outage[];
  /** Posts by source; null if there are not several. */
  readonly sources: SourceSeries | null;
}
