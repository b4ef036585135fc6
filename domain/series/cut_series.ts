import type { Series } from "./series.ts";

/** A series without the buckets that begin after `now` (seconds since the epoch), of which nothing is known; the first one stays. */
export function cutSeries(series: Series, now: number): Series {
  const isKnown = series.t.map((t, i) => i === 0 || t <= now);
  if (!isKnown.includes(false)) return series;
  const entries = Object.entries(series).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.filter((_, i) => isKnown[i]) : value,
  ]);
  return Object.fromEntries(entries);
}
