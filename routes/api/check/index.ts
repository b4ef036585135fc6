import { describeCheck } from "../../../domain/check/report.ts";
import { hasTime } from "../../../domain/request/address.ts";
import { readPageRange } from "../../../domain/request/range.ts";
import { define } from "../../../state.ts";
import { getOnly } from "../../(_shared)/methods.ts";
import { resolveRange } from "../../(_shared)/range.ts";
import { readTopic, requireTopics } from "../../(_shared)/views.ts";

/** The newest check of a topic that has a result, and what it makes of a time that is asked for. */
export const handler = define.handlers(getOnly(async (ctx) => {
  const { state, url: { searchParams } } = ctx;
  const slug = readTopic(ctx);
  const nowMs = Date.now();
  const asked = readPageRange(searchParams, nowMs);
  const topics = await state.listTopics();
  requireTopics(topics, [slug]);
  const topic = topics.find((one) => one.slug === slug)!;
  const { labelled } = await state.checks.readNewest(slug);
  const check = labelled && describeCheck(labelled, topic);
  const range = await resolveRange(state, [slug], asked, nowMs);
  const shares =
    hasTime(searchParams) && labelled && check?.outdated.length === 0
      ? await state.checks.correct(slug, labelled, range)
      : null;
  return Response.json({
    topic: slug,
    check,
    asked: shares && { ...range, shares },
  });
}));
