import { type Kysely, sql } from "kysely";
import type { Dialect } from "./connection/database.ts";
import type { Tables } from "./connection/tables.ts";

/** Sets a value of the database as a whole. */
export async function writeMeta(
  db: Kysely<Tables>,
  dialect: Dialect,
  name: string,
  value: string,
): Promise<void> {
  const insert = db.insertInto("meta").values({ name, value });
  if (dialect === "mysql") {
    await insert.onDuplicateKeyUpdate({ value: sql`values(value)` }).execute();
  } else {
    await insert.onConflict((oc) => oc.column("name").doUpdateSet({ value }))
      .execute();
  }
}
