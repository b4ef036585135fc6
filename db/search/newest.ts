import type { Kysely } from "kysely";
import type { PostFilter } from "../../domain/post/search.ts";
import { readSearch } from "../../domain/query/search.ts";
import type { TimeRange } from "../../domain/time/range.ts";
import { letOthersRun } from "../../domain/time/turns.ts";
import type { Tables } from "../connection/tables.ts";
import { nameAuthors } from "../read/handles.ts";
import { matches } from "./post_filter.ts";
import { MAX_EXAMINED, PAGE, Scan, type SearchedTopic } from "./scan.ts";

/** Rows of posts as lists read them. */
export type NewestRow = Awaited<ReturnType<Scan["read"]>>[number];

/** Which posts to read. */
export interface NewestSearch extends TimeRange {
  readonly filter: PostFilter;
  /** Posts that are read at most, a multiple of 5,000. */
  readonly most: number;
}

/**
 * Reads the newest posts of a range, newest first, a page at a time, and hands
 * those that match to `visit`.
 *
 * @returns How many were read, also of those that do not match or were deleted.
 */
export async function visitNewest(
  db: Kysely<Tables>,
  topic: SearchedTopic,
  { from, to, filter, most }: NewestSearch,
  visit: (row: NewestRow) => void | Promise<void>,
): Promise<number> {
  const asked = filter.q?.trim() ? readSearch(filter.q) : null;
  const scan = new Scan(db, topic.id, { ...filter, from, to, limit: PAGE });
  let before: Parameters<Scan["findEnd"]>[0];
  for (let examined = 0; examined < most; examined += MAX_EXAMINED) {
    const end = await scan.findEnd(before);
    const rest = end ? 0 : await scan.countRest(before);
    while (true) {
      const rows = await nameAuthors(db, await scan.read(before, end, PAGE));
      for (const row of rows) {
        if (matches(row, filter, asked, topic)) await visit(row);
      }
      if (rows.length < PAGE) break;
      before = scan.cursorOf(rows.at(-1)!);
      await letOthersRun();
    }
    if (!end) return examined + rest;
    before = end;
  }
  return most;
}
