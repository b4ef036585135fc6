import { getOnly } from "../(_shared)/methods.ts";
import { readNamedRange } from "../(_shared)/range.ts";
import { readTopic } from "../(_shared)/views.ts";
import { parseChoice } from "../../domain/request/parameters.ts";
import { parseStep } from "../../domain/request/range.ts";
import { define } from "../../state.ts";

/** With `by=source` it has the posts of each source too, in buckets of whole minutes. */
export const handler = define.handlers(getOnly(async (ctx) => {
  const { state, url: { searchParams } } = ctx;
  const by = parseChoice(searchParams, "by", ["source"], { fallback: null });
  const slug = await readTopic(ctx);
  const range = await readNamedRange(state, slug, searchParams, Date.now());
  const step = parseStep(searchParams, range, { unit: by ? 60 : 10 });
  const [series, bySource, interruptions] = await Promise.all([
    state.readSeries(slug, range, step),
    by && state.readSourceSeries(slug, range, step),
    state.readInterruptions(range),
  ]);
  const sources = bySource && { sources: bySource.sources };
  return Response.json({ ...series, ...sources, ...interruptions });
}));
