import type { SourceRecord } from "../domain/pipeline/source_record.ts";
import type { Tables } from "./connection/tables.ts";

/** Makes a source's state of its row. */
export function toSourceRecord(
  row: Tables["source_states"],
): SourceRecord {
  return {
    source: row.source,
    name: row.name,
    state: row.state as SourceRecord["state"],
    detail: row.detail,
    notice: row.notice,
    changedMs: row.changed_ms,
    seenMs: row.seen_ms,
    events: row.events,
    rate: row.rate / 1_000,
  };
}
