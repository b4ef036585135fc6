import type { SourceSeries } from "./source_series.ts";

/** Counts by source, if there is more than one to tell apart; else null. */
export function severalSources(
  series: SourceSeries | null,
): SourceSeries | null {
  return series && Object.keys(series.sources).length > 1 ? series : null;
}
