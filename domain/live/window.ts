import { addKnown } from "../series/add_known.ts";
import { growSeries } from "../series/grow_series.ts";
import { mapColumns } from "../series/map_columns.ts";
import type { Series } from "../series/series.ts";
import { slideWindow } from "../series/slide_window.ts";

/** How a series goes on with time. */
export interface Motion {
  /** Whether its oldest buckets leave as new ones come. */
  readonly slides: boolean;
  /** When it stops, in seconds since the epoch; null: never. */
  readonly until: number | null;
}

/**
 * Moves a series of longer buckets on by what happened to the live window:
 * a bucket that lies within the window is what the window says; to one that
 * began before it, what is new is added.
 *
 * @param before The window when `series` was what it is.
 */
export function followSeries(
  series: Series,
  before: Series,
  window: Series,
  { slides, until }: Motion,
): Series {
  const end = window.t.at(-1);
  if (end === undefined) return series;
  const now = until === null ? end : Math.min(end, until - 1);
  const moved = slides ? slideWindow(series, now) : growSeries(series, now);
  const places = new Map(before.t.map((t, i) => [t, i]));
  const [start = 0] = window.t;
  return mapColumns(moved, (old, name) => {
    const column = old.slice();
    window.t.forEach((t, i) => {
      const index = Math.floor((t - moved.t[0]!) / moved.step);
      const begin = moved.t[index];
      if (begin === undefined) return;
      if (begin === t) column[index] = 0;
      const place = begin < start ? places.get(t) : undefined;
      const known = place === undefined ? 0 : before[name][place]!;
      const sum = addKnown(column[index], window[name][i]);
      column[index] = addKnown(sum, known === null ? null : -known);
    });
    return column;
  });
}
