import type { TermCount } from "../live/snapshot.ts";

/** A term, the number of posts that hold it, and that number in the span of the same length before. */
export interface TermChange extends TermCount {
  /** Null if nothing was counted yet when that span began. */
  readonly before: number | null;
}
