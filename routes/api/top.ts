import { tableAnswer } from "../(_shared)/download.ts";
import { getOnly } from "../(_shared)/methods.ts";
import { resolveRange } from "../(_shared)/range.ts";
import { readTopic } from "../(_shared)/views.ts";
import { readPageRange } from "../../domain/request/range.ts";
import { parseTop } from "../../domain/request/top.ts";
import { topTable } from "../../domain/top/table.ts";
import { define } from "../../state.ts";

/** Lists of authors, texts and addresses, each counted post by post. */
export const handler = define.handlers(getOnly(async (ctx) => {
  const { state, url: { searchParams } } = ctx;
  const slug = readTopic(ctx);
  const now = Date.now();
  const { kind, filter, offset, limit } = parseTop(searchParams);
  const toAnswer = tableAnswer(searchParams);
  const wanted = readPageRange(searchParams, now);
  const range = await resolveRange(state, [slug], wanted, now, filter);
  const end = offset + limit;
  const search = { kind, filter, limit: end + 1 };
  const list = await state.readTop(slug, range, search);
  const rows = list.rows.slice(offset, end);
  return toAnswer({
    about: `${slug}-${kind}`,
    range,
    json: { ...list, rows, next: list.rows.length > end ? end : null },
    table: () => topTable(kind, rows),
  });
}));
