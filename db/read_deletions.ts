import { type Kysely, sql } from "kysely";
import type { Tables } from "./tables.ts";

/** A post's row and the place at which its author's deletion became visible. */
export interface DeletedRow {
  readonly seq: number;
  readonly deleted: number;
}

/**
 * Reads rows whose deletion became visible in `(after, last]`, in that order,
 * `limit` of them; those that go with one deletion are never parted, so that
 * there may be some more.
 */
export async function readDeletions(
  db: Kysely<Tables>,
  { after, last, limit }: { after: number; last: number; limit: number },
): Promise<DeletedRow[]> {
  // SQLite's index holds deleted rows only: it is used where a query says so.
  const deleted = db.selectFrom("posts").select(["seq", "deleted"])
    .where("deleted", ">", sql.lit(0)).orderBy("deleted").orderBy("seq");
  const page = await deleted.where("deleted", ">", after)
    .where("deleted", "<=", last).limit(limit).execute();
  if (page.length < limit) return page;
  const edge = page.at(-1)!.deleted;
  const together = await deleted.where("deleted", "=", edge).execute();
  return [...page.filter((row) => row.deleted < edge), ...together];
}
