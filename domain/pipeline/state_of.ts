import type { SourceState } from "./pipeline.ts";

/** A source that is at work is heard of every few seconds; after so many it is silent. */
const SILENT_AFTER_S = 30;

/**
 * How a source is doing at `now`: what was last heard of it, or that nothing
 * was heard for too long. Times are seconds since the epoch.
 */
export function stateOf(
  told: { readonly state: SourceState; readonly seen: number },
  now: number,
): SourceState {
  const isSilent = told.state !== "ended" && now - told.seen > SILENT_AFTER_S;
  return isSilent ? "silent" : told.state;
}
