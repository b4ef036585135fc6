import type { WindowTerms } from "../../domain/live/snapshot.ts";
import type { TermRow, TermsView } from "./terms_view.ts";

/** The words as the live stream counts them, compared as they were when they were last asked for. */
export function withLiveWords(view: TermsView, words: WindowTerms): TermsView {
  const merge = (kind: "positive" | "negative"): TermRow[] => {
    const known = new Map(
      view[kind]?.map(({ term, before }) => [term, before]),
    );
    return words[kind].map(({ term, count }) => {
      const before = known.get(term);
      return { term, count, ...(before !== undefined && { before }) };
    });
  };
  return { ...view, positive: merge("positive"), negative: merge("negative") };
}
