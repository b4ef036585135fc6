import { openTextStream } from "../(_shared)/download.ts";
import { downloadHeaders } from "../(_shared)/download_headers.ts";
import { getOnly } from "../(_shared)/get_only.ts";
import { readTopic } from "../(_shared)/read_topic.ts";
import { formatPosts } from "../../domain/post/export.ts";
import { EXPORT_FORMATS } from "../../domain/post/export_format.ts";
import { parseChoice } from "../../domain/request/parse_choice.ts";
import { parseRange } from "../../domain/request/parse_range.ts";
import { readViewFilter } from "../../domain/request/posts.ts";
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
