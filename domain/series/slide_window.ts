import { mapColumns } from "./map_columns.ts";
import type { Series } from "./series.ts";

/**
 * Moves a live window on until its last bucket holds `now` (seconds since the
 * epoch): zeros come in at the end, as many of the oldest buckets leave. A
 * window that reaches `now` already is returned as it is.
 */
export function slideWindow(window: Series, now: number): Series {
  const { step, t } = window;
  const last = t.at(-1);
  if (last === undefined) return window;
  const shift = Math.floor((now - last) / step);
  if (shift < 1) return window;
  const zeros = new Array<number>(Math.min(shift, t.length)).fill(0);
  const first = t[0]! + shift * step;
  return mapColumns(
    window,
    (column) => [...column.slice(shift), ...zeros],
    first,
  );
}
