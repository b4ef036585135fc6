import type { Kysely } from "kysely";
import type { Tables } from "./connection/tables.ts";
import type { StoredGap } from "./write/sources.ts";

/** Writes down when an interruption ended, and whether what was sent meanwhile is read after all. */
export async function closeGap(
  db: Kysely<Tables>,
  id: number,
  { toMs, recovered }: { toMs: number } & Pick<StoredGap, "recovered">,
): Promise<void> {
  await db.updateTable("gaps")
    .set({ to_ms: toMs, recovered: Number(recovered) })
    .where("id", "=", id).execute();
}
