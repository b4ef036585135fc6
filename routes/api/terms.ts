import { tableAnswer } from "../(_shared)/download.ts";
import { getOnly } from "../(_shared)/methods.ts";
import { readTopic } from "../(_shared)/views.ts";
import type { TermChange, TermCount } from "../../domain/live/snapshot.ts";
import { TERM_KINDS } from "../../domain/post/post.ts";
import { parseChoice, parseInteger } from "../../domain/request/parameters.ts";
import { parseRange } from "../../domain/request/range.ts";
import { define } from "../../state.ts";

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
  const read = compare ? state.compareTerms : state.readTerms;
  const all: readonly (TermCount & Partial<TermChange>)[] = await read(
    ...[slug, range, kind, offset + limit] as const,
  );
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
