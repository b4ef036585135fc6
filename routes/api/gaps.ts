import { tableAnswer } from "../(_shared)/download.ts";
import { getOnly } from "../(_shared)/methods.ts";
import { resolveRange } from "../(_shared)/range.ts";
import { requireTopics } from "../(_shared)/views.ts";
import { readPageRange } from "../../domain/request/range.ts";
import { gapsTable } from "../../domain/series/csv.ts";
import { define } from "../../state.ts";

/** Sources serve all topics: a topic only says how long `range=all` is. */
export const handler = define.handlers(
  getOnly(async ({ state, url: { searchParams } }) => {
    const now = Date.now();
    const asked = readPageRange(searchParams, now);
    const toAnswer = tableAnswer(searchParams);
    const topics = await state.listTopics();
    const slug = searchParams.get("topic");
    if (slug) requireTopics(topics, [slug]);
    const slugs = slug ? [slug] : topics.map(({ slug }) => slug);
    const range = await resolveRange(state, slugs, asked, now);
    const json = await state.readInterruptions(range);
    return toAnswer({
      about: "gaps",
      range,
      json,
      table: () => gapsTable(json),
    });
  }),
);
