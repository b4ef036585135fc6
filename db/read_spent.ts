import type { Kysely } from "kysely";
import type { Tables } from "./connection/tables.ts";

/** Posts that a source has billed on a day (in days since 1970, UTC). */
export async function readSpent(
  db: Kysely<Tables>,
  source: string,
  day: number,
): Promise<number> {
  const row = await db.selectFrom("spending").select("posts")
    .where("source", "=", source).where("day", "=", day).executeTakeFirst();
  return row?.posts ?? 0;
}
