import type { Series } from "./series.ts";
import { slideWindow } from "./slide_window.ts";

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
  const first = series.t[0]!;
  // A window twice as long slides to the same end, and keeps what was there.
  const padded = slideWindow(padStart(series, added), now);
  return { ...padded, t: padded.t.map((_, i) => first + i * series.step) };
}

function padStart(series: Series, count: number): Series {
  const entries = Object.entries(series).map(([name, value]) => [
    name,
    Array.isArray(value)
      ? [...new Array<number>(count).fill(0), ...value]
      : value,
  ]);
  const padded: Series = Object.fromEntries(entries);
  const { t } = series;
  return {
    ...padded,
    t: padded.t.map((_, i) => t[0]! + (i - count) * series.step),
  };
}
