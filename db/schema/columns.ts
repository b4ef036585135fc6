import { type Kysely, sql } from "kysely";
import type { Dialect } from "../connection/database.ts";
import type { Tables } from "../connection/tables.ts";

/** A collation that any version of both kinds of server has: any case, each emoji apart. */
const MYSQL_END =
  " engine=InnoDB default charset=utf8mb4 collate=utf8mb4_unicode_520_ci";

/** Column types by dialect. A `key` is compared byte by byte: 😀 is not 😃, é is not e. */
export const COLUMN_TYPES = {
  sqlite: {
    id: "integer primary key",
    int: "integer",
    key: () => "text",
    text: "text",
    bytes: "blob",
    /** What stands behind a table's columns. */
    end: " strict",
    /** The same of a table that is kept in the order of its key, as all are in MySQL. */
    clustered: " strict, without rowid",
  },
  mysql: {
    id: "integer primary key auto_increment",
    int: "bigint",
    key: (bytes: number) => `varbinary(${bytes})`,
    text: "mediumtext",
    bytes: "blob",
    end: MYSQL_END,
    clustered: MYSQL_END,
  },
} as const;

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

/**
 * One step of the schema.
 *
 * MySQL commits each change of a table by itself, so that a crash can fall
 * between two statements: each must be right when it runs a second time.
 */
export type Migration = (
  db: Kysely<Tables>,
  dialect: Dialect,
) => Promise<void>;
