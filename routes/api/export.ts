import { downloadHeaders, openTextStream } from "../(_shared)/download.ts";
import { type EndpointContext, getOnly } from "../(_shared)/methods.ts";
import { readTopic, unknownTopic } from "../(_shared)/views.ts";
import { EXPORT_FORMATS, formatPosts } from "../../domain/post/export.ts";
import { describeOrigin } from "../../domain/series/provenance.ts";
import { parseChoice, parseInteger } from "../../domain/request/parameters.ts";
import { readViewFilter } from "../../domain/request/posts.ts";
import { parsePer, parseRange } from "../../domain/request/range.ts";
import { autoSteps } from "../../domain/series/buckets.ts";
import { MINUTE, type TimeRange } from "../../domain/time/range.ts";
import { define } from "../../state.ts";

/**
 * The posts of a range, or all of them, with the filters of `/api/posts`. Posts
 * from X have no text, author and address, as its terms demand. With
 * `provenance=1` it says where they come from instead.
 */
export const handler = define.handlers(getOnly(async (ctx) => {
  const { state, url: { searchParams } } = ctx;
  const format = parseChoice(searchParams, "format", EXPORT_FORMATS, {
    fallback: "ndjson",
  });
  const filter = readViewFilter(searchParams, { mood: "sentiment" });
  const isOrigin = parseInteger(searchParams, "provenance", { min: 0, max: 1 });
  const slug = readTopic(ctx);
  const hasRange = searchParams.get("from") || searchParams.get("to");
  const whole = hasRange ? null : await state.readExtent(slug);
  const range = whole ?? parseRange(searchParams, Date.now());
  if (isOrigin) return await answerOrigin(ctx, slug, range);
  const posts = state.exportPosts(slug, range, filter, ctx.req.signal);
  const lines = formatPosts(posts, format);
  const headers = downloadHeaders(slug, range, format);
  return new Response(await openTextStream(lines), { headers });
}));

/** Parameters that say which file is exported, besides its filters. */
const OTHERS: readonly string[] = [
  ...["topic", "from", "to", "format", "zone", "per", "provenance"],
];

/** Says where the posts of a range come from. */
async function answerOrigin(
  { state, url }: EndpointContext,
  slug: string,
  range: TimeRange,
): Promise<Response> {
  const { zone } = parsePer(url.searchParams);
  const [step] = autoSteps(range, "UTC", { shortest: MINUTE });
  const [topics, sources, interruptions, { storage }] = await Promise.all([
    state.listTopics(),
    state.readSourceSeries(slug, range, step!),
    state.readInterruptions(range),
    state.readPipeline(),
  ]);
  const topic = topics.find((topic) => topic.slug === slug);
  if (!topic) throw unknownTopic(slug);
  const data = new URL(url);
  data.searchParams.delete("provenance");
  data.searchParams.set("from", String(range.from));
  data.searchParams.set("to", String(range.to));
  const filter = Object.fromEntries(
    [...url.searchParams].filter(([name, value]) =>
      value && !OTHERS.includes(name)
    ),
  );
  const about = describeOrigin({
    ...{ topic, range, zone, filter, sources, ...interruptions },
    data: data.href,
    skipped: storage.skipped,
    nowMs: Date.now(),
  });
  return new Response(JSON.stringify(about, null, 2) + "\n", {
    headers: downloadHeaders(slug, range, "provenance.json"),
  });
}
