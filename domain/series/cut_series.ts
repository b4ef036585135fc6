import { mapColumns } from "./map_columns.ts";
import type { Series } from "./series.ts";

/** A series without the buckets that begin after `now` (seconds since the epoch), of which nothing is known; the first one stays. */
export function cutSeries(series: Series, now: number): Series {
  const end = series.t.findIndex((t, i) => i > 0 && t > now);
  if (end < 0) return series;
  return mapColumns(series, (column) => column.slice(0, end));
}
