import type { SourceState } from "./pipeline.ts";

/** How a source is doing, as its process last said it. Times are milliseconds since the epoch. */
export interface SourceRecord {
  /** The source's key. */
  readonly source: string;
  readonly name: string;
  /** `reading` is said of sources that tell nothing of themselves. */
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
