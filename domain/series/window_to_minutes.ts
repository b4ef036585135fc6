import { followSeries } from "../live/window.ts";
import { mapColumns } from "./map_columns.ts";
import type { Series } from "./series.ts";

const MINUTE = 60;

/**
 * A live window by the minute. The first minute is left out unless all of it
 * is in the window; the last one is the current minute, still filling.
 */
export function windowToMinutes(window: Series): Series {
  const first = Math.ceil((window.t[0] ?? 0) / MINUTE) * MINUTE;
  const isReached = window.t.some((t) => t >= first);
  const empty = mapColumns(
    { ...window, step: MINUTE },
    () => isReached ? [0] : [],
    first,
  );
  return followSeries(empty, window, window, { slides: false, until: null });
}
