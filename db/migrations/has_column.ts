import { type Kysely, sql } from "kysely";
import type { Dialect } from "../connection/database.ts";
import type { Tables } from "../connection/tables.ts";

/** Whether a table has a column already: none can be added "if not exists". */
export async function hasColumn(
  db: Kysely<Tables>,
  dialect: Dialect,
  table: string,
  name: string,
): Promise<boolean> {
  const { rows } =
    await (dialect === "sqlite"
      ? sql`select 1 from pragma_table_info(${table}) where name = ${name}`
      : sql`select 1 from information_schema.columns
        where table_schema = database() and table_name = ${table}
        and column_name = ${name}`).execute(db);
  return rows.length > 0;
}
