import type { Kysely } from "kysely";
import type { Tables } from "./connection/tables.ts";

/** Where the newest post came from, such as `demo`; null before the first. */
export async function readNewestSource(
  db: Kysely<Tables>,
): Promise<string | null> {
  const row = await db.selectFrom("posts").select("source")
    .orderBy("seq", "desc").limit(1).executeTakeFirst();
  return row?.source ?? null;
}
