import type { SourceRecord } from "../../domain/pipeline/pipeline.ts";

/** A source that is live since a minute, as its process has just said. */
export function sourceState(
  source: string,
  given: Partial<SourceRecord> = {},
): SourceRecord {
  return {
    source,
    name: source.replace(/:.*/, ""),
    state: "live",
    detail: "connected",
    notice: null,
    changedMs: Date.now() - 60_000,
    seenMs: Date.now(),
    events: 100,
    rate: 2.5,
    ...given,
  };
}
