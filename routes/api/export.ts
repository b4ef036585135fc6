import { downloadHeaders, openTextStream } from "../(_shared)/download.ts";
import { getOnly } from "../(_shared)/methods.ts";
import { readTopic } from "../(_shared)/views.ts";
import { EXPORT_FORMATS, formatPosts } from "../../domain/post/export.ts";
import { parseChoice } from "../../domain/request/parameters.ts";
import { readViewFilter } from "../../domain/request/posts.ts";
import { parseRange } from "../../domain/request/range.ts";
import { define } from "../../state.ts";

/**
 * The posts of a range, or all of them, with the filters of `/api/posts`. Posts
 * from X have no text, author and address, as its terms demand.
 */
export const handler = define.handlers(getOnly(async (ctx) => {
  const { state, url: { searchParams } } = ctx;
  const format = parseChoice(searchParams, "format", EXPORT_FORMATS, {
    fallback: "ndjson",
  });
  const filter = readViewFilter(searchParams, { mood: "sentiment" });
  const slug = readTopic(ctx);
  const hasRange = searchParams.get("from") || searchParams.get("to");
  const whole = hasRange ? null : await state.readExtent(slug);
  const range = whole ?? parseRange(searchParams, Date.now());
  const posts = state.exportPosts(slug, range, filter, ctx.req.signal);
  const lines = formatPosts(posts, format);
  const headers = downloadHeaders(slug, range, format);
  return new Response(await openTextStream(lines), { headers });
}));
