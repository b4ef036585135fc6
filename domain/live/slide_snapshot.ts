import { rateOf } from "../series/rate_of.ts";
import { slideWindow } from "../series/slide_window.ts";
import type { TopicSnapshot } from "./snapshot.ts";

/**
 * What a page shows of a topic at `now` (seconds since the epoch) if nothing
 * arrived: the window moves on, and the rate is what it then holds.
 */
export function slideSnapshot(
  snapshot: TopicSnapshot,
  now: number,
): TopicSnapshot {
  const window = slideWindow(snapshot.window, now);
  if (window === snapshot.window) return snapshot;
  return { ...snapshot, window, rate: rateOf(window) };
}
