import { getOnly } from "../(_shared)/methods.ts";
import { resolveRange } from "../(_shared)/range.ts";
import { readTopic } from "../(_shared)/views.ts";
import { parseStep, readPageRange } from "../../domain/request/range.ts";
import { jumpStep } from "../../domain/series/jumps.ts";
import { define } from "../../state.ts";

/** Buckets that are compared at once. */
const MAX_POINTS = 1_000;

export const handler = define.handlers(getOnly(async (ctx) => {
  const { state, url: { searchParams } } = ctx;
  const slug = readTopic(ctx);
  const now = Date.now();
  const asked = readPageRange(searchParams, now);
  const range = await resolveRange(state, [slug], asked, now);
  const step = searchParams.get("step")
    ? parseStep(searchParams, range, { maxPoints: MAX_POINTS })
    : jumpStep(range);
  const jumps = await state.readJumps(slug, range, step);
  return Response.json({ topic: slug, step, jumps });
}));
