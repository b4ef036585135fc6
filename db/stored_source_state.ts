import type { SourceState } from "../domain/pipeline/pipeline.ts";
import type { Tables } from "./tables.ts";

/** How a source is doing, as its process last said it. Times are milliseconds since the epoch. */
export interface StoredSourceState {
  /** The source's key. */
  readonly source: string;
  readonly name: string;
  readonly state: Exclude<SourceState, "silent">;
  /** In words. */
  readonly detail: string;
  /** What its operator should know; null: nothing. */
  readonly notice: string | null;
  /** When the state began. */
  readonly changedMs: number;
  /** When its process last said that it is there. */
  readonly seenMs: number;
  /** Posts, edits and deletions that it gave since its process began to read it. */
  readonly events: number;
  /** Of these, how many came a second, lately; kept to the thousandth. */
  readonly rate: number;
}

/** Makes a source's state of its row. */
export function toStoredSourceState(
  row: Tables["source_states"],
): StoredSourceState {
  return {
    source: row.source,
    name: row.name,
    state: row.state as StoredSourceState["state"],
    detail: row.detail,
    notice: row.notice,
    changedMs: row.changed_ms,
    seenMs: row.seen_ms,
    events: row.events,
    rate: row.rate / 1_000,
  };
}
