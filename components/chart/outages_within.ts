import type { Outage } from "../../domain/pipeline/outage.ts";
import type { Series } from "../../domain/series/series.ts";
import { seriesSpan } from "./series_span.ts";

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
