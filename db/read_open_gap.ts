import type { Kysely } from "kysely";
import type { Tables } from "./connection/tables.ts";
import { type StoredGap, toStoredGap } from "./write/sources.ts";

/** The interruption of a source that is not over, the newest of several; undefined if there is none. */
export async function readOpenGap(
  db: Kysely<Tables>,
  source: string,
): Promise<StoredGap | undefined> {
  const row = await db.selectFrom("gaps").selectAll()
    .where("source", "=", source).where("to_ms", "is", null)
    .orderBy("id", "desc").limit(1).executeTakeFirst();
  return row && toStoredGap(row);
}
