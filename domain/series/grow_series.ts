import { mapColumns } from "./map_columns.ts";
import type { Series } from "./series.ts";

/** Buckets that a growing series may gain at once; a longer pause is nothing to draw. */
const MOST_NEW = 10_000;

/**
 * Adds buckets of zeros until the last one holds `now` (seconds since the
 * epoch); none leave. A series that reaches `now` already is returned as it is.
 */
export function growSeries(series: Series, now: number): Series {
  const last = series.t.at(-1);
  if (last === undefined) return series;
  const added = Math.floor((now - last) / series.step);
  if (added < 1 || added > MOST_NEW) return series;
  const zeros = new Array<number>(added).fill(0);
  return mapColumns(series, (column) => [...column, ...zeros]);
}
