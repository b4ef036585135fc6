import type * as v from "valibot";
import type * as pipeline from "../schema/pipeline.ts";

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

/** The state of a source. */
export type SourceState = SourceHealth["state"];

/** One source of posts. */
export type SourceHealth = v.InferOutput<typeof pipeline.SourceHealthSchema>;

/** The log between ingest and persist. */
export type LogHealth = v.InferOutput<typeof pipeline.LogHealthSchema>;

/** Messages without a row of their own in `posts`, by reason. */
export type SkippedCount = v.InferOutput<typeof pipeline.SkippedCountSchema>;

/** What is stored. */
export type StorageHealth = v.InferOutput<typeof pipeline.StorageHealthSchema>;

/** The loop that polls for changes while there are viewers. */
export type PollerHealth = v.InferOutput<typeof pipeline.PollerHealthSchema>;

/** The cost of a day of a source that bills each post. */
export type Spending = v.InferOutput<typeof pipeline.SpendingSchema>;

/** What `GET /api/pipeline` answers and `/pipeline` shows. */
export type Pipeline = v.InferOutput<typeof pipeline.PipelineSchema>;
