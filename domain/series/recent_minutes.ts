import type { MinuteCounts } from "./minute_counts.ts";
import type { Series } from "./series.ts";
import { windowToMinutes } from "./window_to_minutes.ts";

const MINUTE = 60;
const MINUTES = 120;

/**
 * Posts in each of the last 120 whole minutes, oldest first. The newest are
 * taken from the live window, those before it from what was read; null where
 * neither knows.
 */
export function recentMinutes(
  read: MinuteCounts | null,
  window: Series,
): (number | null)[] {
  const live = windowToMinutes(window);
  const current = live.t.at(-1) ?? 0;
  const first = live.t[0] ?? Infinity;
  return Array.from({ length: MINUTES }, (_, i) => {
    const t = current - (MINUTES - i) * MINUTE;
    if (t >= first) return live.posts[(t - first) / MINUTE] ?? null;
    return wholeMinute(read, t);
  });
}

/** A minute that was over when the counts were read. */
function wholeMinute(read: MinuteCounts | null, t: number): number | null {
  if (!read) return null;
  const i = (t - read.from) / MINUTE;
  return i < read.posts.length - 1 ? read.posts[i] ?? null : null;
}
