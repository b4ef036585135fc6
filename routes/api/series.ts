import { parseRange } from "../../domain/request/parse_range.ts";
import { parseStep } from "../../domain/request/parse_step.ts";
import { define } from "../../state.ts";
import { getOnly } from "../(_shared)/get_only.ts";
import { readTopic } from "../(_shared)/read_topic.ts";

export const handler = define.handlers(getOnly(async (ctx) => {
  const { state, url: { searchParams } } = ctx;
  const range = parseRange(searchParams, Date.now());
  const step = parseStep(searchParams, range);
  const slug = await readTopic(ctx);
  const [series, interruptions] = await Promise.all([
    state.readSeries(slug, range, step),
    state.readInterruptions(range),
  ]);
  return Response.json({ ...series, ...interruptions });
}));
