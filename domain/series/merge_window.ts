import { mapColumns } from "./map_columns.ts";
import type { Series } from "./series.ts";
import { slideWindow } from "./slide_window.ts";

/**
 * Writes changed buckets into a live window. Buckets after its end move it on;
 * buckets before its start are gone from the screen and left out.
 */
export function mergeWindow(window: Series, changed: Series): Series {
  const moved = slideWindow(window, Math.max(...changed.t));
  const places = new Map(changed.t.map((t, i) => [t, i]));
  return mapColumns(moved, (column, name) =>
    column.map((value, i) => {
      const place = places.get(moved.t[i]!);
      return place === undefined ? value : changed[name][place]!;
    }));
}
