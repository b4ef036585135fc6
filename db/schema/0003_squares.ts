import { type Kysely, sql } from "kysely";
import type { Dialect } from "../connection/database.ts";
import type { Tables } from "../connection/tables.ts";
import { COLUMN_TYPES, hasColumn } from "./columns.ts";

/** The sum of squared scores; of what is counted already it is not known. */
export async function migrate0003(
  db: Kysely<Tables>,
  dialect: Dialect,
): Promise<void> {
  if (await hasColumn(db, dialect, "buckets", "squares")) return;
  const { int } = COLUMN_TYPES[dialect];
  await sql.raw(`alter table buckets add column squares ${int}`).execute(db);
}
