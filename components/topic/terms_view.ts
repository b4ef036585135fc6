import type { TermCount } from "../../domain/live/snapshot.ts";
import type { TermKind } from "../../domain/sentiment/term.ts";

/** A term of a list; `before` is left out where there is nothing to compare with. */
export interface TermRow extends TermCount {
  /** Its number in the span of the same length before. */
  readonly before?: number;
}

/** Terms by kind, most frequent first; what was not asked for is missing. */
export type TermsView = Readonly<Partial<Record<TermKind, readonly TermRow[]>>>;
