import type { Kysely } from "kysely";
import type { Tables } from "./connection/tables.ts";
import { type StoredGap, toStoredGap } from "./write/sources.ts";

/** Which interruptions to read: those that touch `[fromMs, toMs)`. */
export interface GapRange {
  readonly fromMs: number;
  readonly toMs: number;
  readonly limit: number;
}

/** Interruptions of all sources, newest first. */
export async function readGaps(
  db: Kysely<Tables>,
  { fromMs, toMs, limit }: GapRange,
): Promise<StoredGap[]> {
  const rows = await db.selectFrom("gaps").selectAll()
    .where("from_ms", "<", toMs)
    .where((eb) => eb.or([eb("to_ms", "is", null), eb("to_ms", ">", fromMs)]))
    .orderBy("from_ms", "desc").orderBy("id", "desc").limit(limit).execute();
  return rows.map(toStoredGap);
}
