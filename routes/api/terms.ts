import { tableAnswer } from "../(_shared)/download.ts";
import { getOnly } from "../(_shared)/methods.ts";
import { readTopic } from "../(_shared)/views.ts";
import type { TermChange, TermCount } from "../../domain/live/snapshot.ts";
import { calmRange } from "../(_shared)/counts.ts";
import { TERM_KINDS, type TermKind } from "../../domain/post/post.ts";
import { hasFilter, type PostFilter } from "../../domain/post/search.ts";
import {
  LIST_FILTER_NAMES,
  readViewFilter,
} from "../../domain/request/posts.ts";
import { parseChoice, parseInteger } from "../../domain/request/parameters.ts";
import { parseRange } from "../../domain/request/range.ts";
import type { TimeRange } from "../../domain/time/range.ts";
import { define, type State } from "../../state.ts";

/** With `compare=1` each term has a `before` too: its count in the previous range of the same length. */
export const handler = define.handlers(getOnly(async (ctx) => {
  const { state, url: { searchParams } } = ctx;
  const range = parseRange(searchParams, Date.now());
  const kind = parseChoice(searchParams, "kind", TERM_KINDS);
  const limit = parseInteger(searchParams, "limit", { min: 1, max: 200 }) ?? 20;
  const offset = parseInteger(searchParams, "offset", { min: 0, max: 1_000 }) ??
    0;
  const compare = parseInteger(searchParams, "compare", { min: 0, max: 1 });
  const toAnswer = tableAnswer(searchParams);
  const slug = readTopic(ctx);
  const filter = readViewFilter(searchParams, LIST_FILTER_NAMES);
  const asked = { slug, range, kind, limit: offset + limit };
  const all: readonly (TermCount & Partial<TermChange>)[] = hasFilter(filter)
    ? await readMatching(state, asked, filter, compare === 1)
    : compare
    ? await state.compareTerms(slug, range, kind, offset + limit)
    : await state.readTerms(slug, range, kind, offset + limit);
  const terms = all.slice(offset);
  return toAnswer({
    about: `${slug}-${kind}`,
    range,
    json: terms,
    table: () => ({
      columns: ["term", "count", ...(compare ? ["before"] : [])],
      rows: terms.map(({ term, count, before = null }) =>
        compare ? [term, count, before] : [term, count]
      ),
    }),
  });
}));

/** Counts the terms of posts that match a filter; there is no number before. */
async function readMatching(
  state: Pick<State, "readExtent" | "readMatchedTerms">,
  { slug, range, kind, limit }: {
    readonly slug: string;
    readonly range: TimeRange;
    readonly kind: TermKind;
    readonly limit: number;
  },
  filter: PostFilter,
  hasBefore: boolean,
): Promise<readonly (TermCount & Partial<TermChange>)[]> {
  const minutes = calmRange({ kind: "live" }, range);
  const extent = await state.readExtent(slug);
  // All posts are read as the charts of all posts read them.
  const isAll = extent && minutes.from <= extent.from &&
    minutes.to * 1_000 >= Date.now();
  const times = isAll ? extent : minutes;
  const terms = await state.readMatchedTerms(slug, times, filter, kind, limit);
  return hasBefore ? terms.map((row) => ({ ...row, before: null })) : terms;
}
