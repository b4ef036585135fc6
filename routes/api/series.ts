import { getOnly } from "../(_shared)/methods.ts";
import { resolveRange } from "../(_shared)/range.ts";
import { readTopic } from "../(_shared)/views.ts";
import { parseChoice } from "../../domain/request/parameters.ts";
import { parseStep, readPageRange } from "../../domain/request/range.ts";
import { define } from "../../state.ts";

/** With `by=source` the response also has the posts of each source, in buckets of whole minutes. */
export const handler = define.handlers(getOnly(async (ctx) => {
  const { state, url: { searchParams } } = ctx;
  const by = parseChoice(searchParams, "by", ["source"], { fallback: null });
  const slug = readTopic(ctx);
  const now = Date.now();
  const asked = readPageRange(searchParams, now);
  const range = await resolveRange(state, [slug], asked, now);
  const step = parseStep(searchParams, range, { unit: by ? 60 : 10 });
  const [series, bySource, interruptions] = await Promise.all([
    state.readSeries(slug, range, step),
    by && state.readSourceSeries(slug, range, step),
    state.readInterruptions(range),
  ]);
  const sources = bySource && { sources: bySource.sources };
  return Response.json({ ...series, ...sources, ...interruptions });
}));
