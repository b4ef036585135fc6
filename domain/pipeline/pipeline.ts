import type { Gap } from "../series/outages.ts";
import type { SkipReason } from "./log_entry.ts";

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

/**
 * How a source is doing. `reading` is said of sources that tell nothing of
 * themselves, `silent` of one whose process has not been heard of for a while.
 */
export type SourceState =
  | "starting"
  | "reading"
  | "live"
  | "down"
  | "waiting"
  | "silent"
  | "ended";

/** One source of posts. */
export interface SourceHealth {
  /** Its key, such as `bluesky:`. */
  readonly source: string;
  /** What its posts are marked with, such as `bluesky`. */
  readonly name: string;
  readonly state: SourceState;
  /** Where it is connected to, or why it is not; may be empty. */
  readonly detail: string;
  /** What its operator should mend; null: nothing. */
  readonly notice: string | null;
  /** Since when it is in this state. */
  readonly since: number;
  /** When its process was last heard of. */
  readonly seen: number;
  /** Posts, edits and deletions that it gave since its process began to read it. */
  readonly events: number;
  /** Of these, how many came a second, lately. */
  readonly rate: number;
}

/** What waits between ingest and persist. */
export interface LogHealth {
  readonly kind: "embedded" | "JetStream";
  /** Number of the newest message that is stored. */
  readonly newest: number | null;
  /** Messages that are not stored yet. */
  readonly waiting: number | null;
}

/** Messages that became no row of their own in `posts`, by reason. */
export interface SkippedCount {
  readonly reason: SkipReason;
  readonly count: number;
  /** Of these, in the last 24 hours. */
  readonly lastDay: number;
}

/** What is stored. */
export interface StorageHealth {
  /** When something was last committed. */
  readonly committed: number | null;
  /** When the newest post came in; null before the first. */
  readonly received: number | null;
  /** Posts in all, of all topics. */
  readonly posts: number;
  /** Most frequent first. */
  readonly skipped: readonly SkippedCount[];
}

/** The loop that looks for what is new, while somebody watches. */
export interface PollerHealth {
  /** Changes that are stored and not sent to viewers yet; null while nobody watches. */
  readonly behind: number | null;
  /** When it last looked; null while nobody watches. */
  readonly looked: number | null;
}

/** What a source that bills each post has cost on one day, UTC. */
export interface Spending {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly posts: number;
  /** Posts that it may bill a day; null: no limit. */
  readonly limit: number | null;
  /** In US dollars. */
  readonly cost: number;
  /** When the next day begins. */
  readonly renews: number;
}

/**
 * What `GET /api/pipeline` answers and `/pipeline` shows. Times are seconds
 * since the epoch; null is what this process does not know.
 */
export interface Pipeline {
  /** When this was read. */
  readonly at: number;
  readonly sources: readonly SourceHealth[];
  readonly log: LogHealth;
  readonly storage: StorageHealth;
  readonly poller: PollerHealth;
  /** Open live streams of this process. */
  readonly viewers: number;
  /** Interruptions of the last 7 days, newest first, at most 100. */
  readonly gaps: readonly Gap[];
  /** Of X; null if it is not read. */
  readonly spending: Spending | null;
}
