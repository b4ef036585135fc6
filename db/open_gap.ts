import type { Kysely } from "kysely";
import type { Tables } from "./connection/tables.ts";
import type { StoredGap } from "./write/sources.ts";

/** Writes down that a source is interrupted, and answers the interruption's number. */
export async function openGap(
  db: Kysely<Tables>,
  { source, fromMs, why }: Pick<StoredGap, "source" | "fromMs" | "why">,
): Promise<number> {
  const { insertId } = await db.insertInto("gaps")
    .values({ source, from_ms: fromMs, to_ms: null, why, recovered: 0 })
    .executeTakeFirstOrThrow();
  return Number(insertId);
}
