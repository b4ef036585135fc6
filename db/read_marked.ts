import { type Kysely, type Selectable, sql } from "kysely";
import type { Tables } from "./connection/tables.ts";
import { POST_COLUMNS, type PostRow } from "./to_post.ts";

/** What an author did to a post that was stored. */
type MarkName = "deleted" | "edited";

/** A post's row, and the places at which what its author did to it became visible. */
export type MarkedRow =
  & PostRow
  & Pick<Selectable<Tables["posts"]>, MarkName>;

/**
 * Reads rows whose newest deletion or edit became visible in `(after, last]`,
 * in that order, `limit` of them; those that go with one message are never
 * parted, so that there may be some more.
 */
export async function readMarked(
  db: Kysely<Tables>,
  mark: MarkName,
  { after, last, limit }: { after: number; last: number; limit: number },
): Promise<MarkedRow[]> {
  // SQLite's index holds marked rows only: it is used where a query says so.
  const marked = db.selectFrom("posts")
    .select([...POST_COLUMNS, "deleted", "edited"])
    .where(mark, ">", sql.lit(0)).orderBy(mark).orderBy("seq");
  const page = await marked.where(mark, ">", after)
    .where(mark, "<=", last).limit(limit).execute();
  if (page.length < limit) return page;
  const edge = page.at(-1)![mark];
  const together = await marked.where(mark, "=", edge).execute();
  return [...page.filter((row) => row[mark] < edge), ...together];
}
