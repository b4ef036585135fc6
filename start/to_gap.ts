import type { StoredGap } from "../db/write/sources.ts";
import type { Gap } from "../domain/pipeline/gap.ts";

/** Tells an interruption as pages and programs read it: in seconds. */
export function toGap(stored: StoredGap): Gap {
  const { source, fromMs, toMs, why, recovered } = stored;
  return {
    source,
    from: fromMs / 1_000,
    to: toMs === null ? null : toMs / 1_000,
    why,
    recovered,
  };
}
