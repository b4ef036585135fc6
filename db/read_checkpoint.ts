import type { Kysely } from "kysely";
import type { Tables } from "./connection/tables.ts";

/** Where a source goes on, in its own words; null if it never began. */
export async function readCheckpoint(
  db: Kysely<Tables>,
  sourceKey: string,
): Promise<string | null> {
  const row = await db.selectFrom("checkpoints").select("position")
    .where("source", "=", sourceKey).executeTakeFirst();
  return row?.position ?? null;
}
