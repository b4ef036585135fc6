import type { Kysely } from "kysely";
import type { Cursor } from "../domain/live/cursor.ts";
import type { Tables } from "./connection/tables.ts";

/** The newest place of the commit order: every row up to it is visible. */
export async function readCursor(db: Kysely<Tables>): Promise<Cursor> {
  const { value: seq } = await db.selectFrom("counters").select("value")
    .where("name", "=", "seq").executeTakeFirstOrThrow();
  const { value: epoch } = await db.selectFrom("meta").select("value")
    .where("name", "=", "epoch").executeTakeFirstOrThrow();
  return { epoch, seq };
}
