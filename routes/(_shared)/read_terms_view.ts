import type { TermsView } from "../../components/topic/terms_view.ts";
import type { TermKind } from "../../domain/post/term.ts";
import type { ListKind } from "../../domain/request/list_kind.ts";
import type { PageRange } from "../../domain/request/range.ts";
import { windowRange } from "../../domain/series/window_range.ts";
import type { State } from "../../state.ts";

const FIRST_TERMS = 10;

/** Reads the lists of a page: the words of both moods, and one more. */
export async function readTermsView(
  state: Pick<State, "compareTerms" | "readTerms">,
  slug: string,
  { range, list, nowMs }: { range: PageRange; list: ListKind; nowMs: number },
): Promise<TermsView> {
  const read = (kind: TermKind) =>
    range.kind === "all"
      ? state.readTerms(slug, { from: 0, to: nowMs / 1_000 }, kind, FIRST_TERMS)
      : state.compareTerms(
        slug,
        range.kind === "live" ? windowRange(nowMs) : range,
        kind,
        FIRST_TERMS,
      );
  const kinds: TermKind[] = ["positive", "negative", list];
  const found = await Promise.all(kinds.map(read));
  return Object.fromEntries(kinds.map((kind, i) => [kind, found[i]!]));
}
