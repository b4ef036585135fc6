import type { SourceRecord } from "../domain/pipeline/source_record.ts";
import type { SourceHealth } from "../domain/pipeline/pipeline.ts";
import { stateOf } from "../domain/pipeline/state_of.ts";

/** Tells how a source is doing at `now`, in seconds since the epoch. */
export function toSourceHealth(
  stored: SourceRecord,
  now: number,
): SourceHealth {
  const { source, name, detail, notice, events, rate } = stored;
  const seen = stored.seenMs / 1_000;
  const since = stored.changedMs / 1_000;
  const state = stateOf({ state: stored.state, seen }, now);
  return { source, name, state, detail, notice, since, seen, events, rate };
}
