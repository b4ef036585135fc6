import type { Series } from "./series.ts";

/** The last buckets of a series: what it holds of so many seconds. */
export function lastBuckets(series: Series, span: number): Series {
  const first = Math.max(0, series.t.length - Math.ceil(span / series.step));
  const entries = Object.entries(series).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.slice(first) : value,
  ]);
  return Object.fromEntries(entries);
}
