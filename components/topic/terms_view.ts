import type { TermCount } from "../../domain/live/snapshot.ts";
import type { TermKind } from "../../domain/post/term.ts";

/** A term of a list. */
export interface TermRow extends TermCount {
  /** Its number in the span of the same length before; null or left out where there is nothing to compare with. */
  readonly before?: number | null;
}

/** Terms by kind, most frequent first; what was not asked for is missing. */
export type TermsView = Readonly<Partial<Record<TermKind, readonly TermRow[]>>>;
