import { downloadHeaders, tableAnswer } from "../(_shared)/download.ts";
import { getOnly } from "../(_shared)/methods.ts";
import { resolveRange } from "../(_shared)/range.ts";
import { readTopic } from "../(_shared)/views.ts";
import {
  describeNetwork,
  edgeTable,
  toGexf,
} from "../../domain/network/gexf.ts";
import { readPageRange } from "../../domain/request/range.ts";
import { parseNetwork } from "../../domain/request/top.ts";
import { isoTime } from "../../domain/series/csv.ts";
import { define } from "../../state.ts";

/** What posts link with each other, for programs that draw networks too. */
export const handler = define.handlers(getOnly(async (ctx) => {
  const { state, url: { searchParams } } = ctx;
  const slug = readTopic(ctx);
  const now = Date.now();
  const { isGexf, ...search } = parseNetwork(searchParams);
  const toAnswer = isGexf ? null : tableAnswer(searchParams);
  const wanted = readPageRange(searchParams, now);
  const range = await resolveRange(
    state,
    [slug],
    wanted,
    now,
    search.filter,
  );
  const network = await state.readNetwork(slug, range, search);
  const about = `${slug}-${search.kind}-network`;
  if (toAnswer) {
    const table = () => edgeTable(network);
    return toAnswer({ about, range, json: network, table });
  }
  const times = `${isoTime(range.from)} to ${isoTime(range.to)}`;
  const description = describeNetwork(network, { topic: slug, range: times });
  return new Response(toGexf(network, { description, nowMs: now }), {
    headers: downloadHeaders(about, range, "gexf"),
  });
}));
