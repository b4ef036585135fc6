import { mapColumns } from "./map_columns.ts";
import type { Series } from "./series.ts";

/** The last buckets of a series: what it holds of so many seconds. */
export function lastBuckets(series: Series, span: number): Series {
  const first = Math.max(0, series.t.length - Math.ceil(span / series.step));
  return mapColumns(series, (column) => column.slice(first), series.t[first]);
}
