import type { Kysely } from "kysely";
import type { Tables } from "./connection/tables.ts";

/** The numbers that rows know topics by, of those that are archived too. */
export async function readTopicIds(db: Kysely<Tables>): Promise<number[]> {
  const rows = await db.selectFrom("topics").select("id").orderBy("id")
    .execute();
  return rows.map(({ id }) => id);
}
