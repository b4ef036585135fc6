import { sql, type Transaction } from "kysely";
import type { Dialect } from "./connection/database.ts";
import { chunksOf } from "./connection/statements.ts";
import type { Tables } from "./connection/tables.ts";

/** Adds counts of terms, of which some may be below 0, to those that are stored. */
export async function addTermRows(
  trx: Transaction<Tables>,
  dialect: Dialect,
  rows: readonly Tables["terms"][],
): Promise<void> {
  for (const chunk of chunksOf(rows, dialect)) {
    const insert = trx.insertInto("terms").values(chunk);
    if (dialect === "mysql") {
      await insert.onDuplicateKeyUpdate({
        count: sql`terms.count + values(count)`,
      }).execute();
    } else {
      await insert.onConflict((oc) =>
        oc.columns(["topic_id", "step", "t", "kind", "term"])
          .doUpdateSet({ count: sql`terms.count + excluded.count` })
      ).execute();
    }
  }
}
