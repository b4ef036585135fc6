import { downloadHeaders, openTextStream } from "../(_shared)/download.ts";
import { getOnly } from "../(_shared)/methods.ts";
import { readTopic } from "../(_shared)/views.ts";
import { EXPORT_FORMATS, formatPosts } from "../../domain/post/export.ts";
import { parseChoice } from "../../domain/request/parameters.ts";
import { readViewFilter } from "../../domain/request/posts.ts";
import { parseRange } from "../../domain/request/range.ts";
import { define } from "../../state.ts";

/**
 * The posts of a time, all if none is given, that `q`, `sentiment`, `lang` and
 * `term` choose, as in `/api/posts`. Posts of X come without text, author and
 * address, as its terms demand.
 */
export const handler = define.handlers(getOnly(async (ctx) => {
  const { state, url: { searchParams } } = ctx;
  const format = parseChoice(searchParams, "format", EXPORT_FORMATS, {
    fallback: "ndjson",
  });
  const choice = readViewFilter(searchParams, { mood: "sentiment" });
  const slug = await readTopic(ctx);
  const hasRange = searchParams.get("from") || searchParams.get("to");
  const whole = hasRange ? null : await state.readExtent(slug);
  const range = whole ?? parseRange(searchParams, Date.now());
  const lines = formatPosts(state.exportPosts(slug, range, choice), format);
  const headers = downloadHeaders(slug, range, format);
  return new Response(await openTextStream(lines), { headers });
}));
