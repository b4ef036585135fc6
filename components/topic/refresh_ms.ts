import type { Series } from "../../domain/series/series.ts";
import type { LoadedRange } from "./loaded_range.ts";

/** How soon gaps of a source are to be seen. */
const QUIET_MS = 20_000;
/** How soon posts by source are to be seen, which the live stream does not bring. */
const SOURCES_MS = 15_000;
const DRIFT_MS = 180_000;

/** After how many milliseconds to ask again for what a page shows; Infinity if it does not change. */
export function refreshMs(
  { view, outages, sources }: LoadedRange,
  window: Series,
): number {
  if (view && !view.motion) return Infinity;
  const step = view?.series.step ?? 60;
  // A share of a bucket: what has changed cannot be seen before.
  if (sources) return Math.max(SOURCES_MS, Math.min(DRIFT_MS, step * 250));
  if (view) return DRIFT_MS;
  const isQuiet = window.posts.includes(0) || outages.length > 0;
  return isQuiet ? QUIET_MS : DRIFT_MS;
}
