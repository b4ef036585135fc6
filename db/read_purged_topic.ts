import type { Kysely } from "kysely";
import type { Tables } from "./connection/tables.ts";

/** The highest number of a topic that was purged; 0 if none was. */
export async function readPurgedTopic(db: Kysely<Tables>): Promise<number> {
  const row = await db.selectFrom("meta").select("value")
    .where("name", "=", "purged_topic").executeTakeFirst();
  return Number(row?.value ?? 0);
}
