import type { Gap } from "./gap.ts";

/**
 * A stretch of time in which no source could be read, and that nobody made
 * good: how much was posted then is not known. In seconds since the epoch.
 */
export interface Outage {
  readonly from: number;
  /** Null while it lasts. */
  readonly to: number | null;
  /** Keys of the sources that were away. */
  readonly sources: readonly string[];
  /** Each reason once. */
  readonly reasons: readonly string[];
}

/** The interruptions within a range of time, and what they come to. */
export interface Interruptions {
  /** Newest first. */
  readonly gaps: readonly Gap[];
  /** Oldest first. */
  readonly outages: readonly Outage[];
}
