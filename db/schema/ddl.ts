import { type Kysely, type RawBuilder, sql } from "kysely";
import { type Dialect, dialectOf } from "../connection/database.ts";
import {
  type Column,
  type Table,
  TABLES,
  type Tables,
} from "../connection/tables.ts";

/** An index besides those of keys. */
interface Index {
  readonly table: keyof Tables;
  readonly columns: string;
  /** Rows that SQLite's index holds; InnoDB's holds all. */
  readonly where?: string;
  readonly only?: Dialect;
  /** Version of the schema that added it. @default {1} */
  readonly since?: number;
}

/** The indexes end in the row's key, which is `seq` for posts. */
const INDEXES: Readonly<Record<string, Index>> = {
  posts_by_topic: { table: "posts", columns: "topic_id, seq" },
  posts_by_time: { table: "posts", columns: "topic_id, created_ms" },
  posts_deleted: { table: "posts", columns: "deleted", where: "deleted > 0" },
  posts_by_timestamp: {
    table: "posts",
    columns: "timestamp_ns",
    only: "mysql",
  },
  skipped_about: {
    table: "skipped",
    columns: "about",
    where: "about is not null",
  },
  posts_edited: {
    table: "posts",
    columns: "edited",
    where: "edited > 0",
    since: 2,
  },
  edits_by_post: { table: "edits", columns: "post_seq", since: 2 },
  gaps_by_source: { table: "gaps", columns: "source, to_ms", since: 2 },
  skipped_by_reason: {
    table: "skipped",
    columns: "reason, received_ms",
    since: 2,
  },
  gaps_by_time: { table: "gaps", columns: "from_ms", since: 2 },
};

/** Makes the tables, columns and indexes that a version added, unless they are there. */
export async function applyTables(
  db: Kysely<Tables>,
  version: number,
): Promise<void> {
  for (const [name, table] of Object.entries<Table>(TABLES)) {
    const { since = 1 } = table;
    if (since === version) {
      await createTable(db, name as keyof Tables, version);
    } else if (since < version) await addColumns(db, name, table, version);
  }
  const dialect = dialectOf(db);
  for (const [name, index] of Object.entries(INDEXES)) {
    const { table, columns, where, only = dialect, since = 1 } = index;
    if (since !== version || only !== dialect) continue;
    if (await hasIndex(db, table, name)) continue;
    const rows = dialect === "sqlite" && where ? ` where ${where}` : "";
    await sql.raw(`create index ${name} on ${table} (${columns})${rows}`)
      .execute(db);
  }
}

/** Creates a table with the columns that it has in a version, unless it is there. */
export async function createTable(
  db: Kysely<Tables>,
  name: keyof Tables,
  version: number,
): Promise<void> {
  const dialect = dialectOf(db);
  const table: Table = TABLES[name];
  const { primaryKey, unique = [] } = table;
  const definitions = Object.entries(table.columns)
    .filter(([, { since = 0 }]) => since <= version)
    .map(([column, type]) =>
      primaryKey.length === 1 && primaryKey[0] === column
        ? `${column} ${primaryKeyType(dialect, type)}`
        : `${column} ${columnType(dialect, type)}`
    );
  if (name === "posts" && dialect === "mysql") definitions.push(TIMESTAMP_NS);
  if (primaryKey.length > 1) {
    definitions.push(`primary key (${primaryKey.join(", ")})`);
  }
  for (const columns of unique) {
    definitions.push(`unique (${columns.join(", ")})`);
  }
  await sql.raw(
    `create table if not exists ${name} (${definitions.join(", ")})${
      tableOptions(dialect, table)
    }`,
  ).execute(db);
}

/** MySQL commits each change of a table, so a column may be there after a crash. */
async function addColumns(
  db: Kysely<Tables>,
  table: string,
  { columns }: Table,
  version: number,
): Promise<void> {
  for (const [name, column] of Object.entries(columns)) {
    if (column.since !== version || await hasColumn(db, table, name)) continue;
    const type = columnType(dialectOf(db), column);
    await sql.raw(`alter table ${table} add column ${name} ${type}`)
      .execute(db);
  }
}

const TYPES = {
  sqlite: {
    id: "integer",
    int: "integer",
    key: "text",
    text: "text",
    shortText: "text",
    bytes: "blob",
  },
  mysql: {
    id: "integer",
    int: "bigint",
    key: "varbinary",
    text: "mediumtext",
    shortText: "text",
    bytes: "blob",
  },
} as const;

function typeName(dialect: Dialect, { type, size }: Column): string {
  const name = TYPES[dialect][type];
  return dialect === "mysql" && size ? `${name}(${size})` : name;
}

function columnType(dialect: Dialect, column: Column): string {
  const type = typeName(dialect, column);
  if (column.isNullable) return type;
  const value = column.default;
  return `${type} not null${value === undefined ? "" : ` default ${value}`}`;
}

function primaryKeyType(dialect: Dialect, column: Column): string {
  const isCounted = dialect === "mysql" && column.type === "id";
  return `${typeName(dialect, column)} primary key${
    isCounted ? " auto_increment" : ""
  }`;
}

/** MySQL's collation is one that any version of both servers has: any case, each emoji apart. */
function tableOptions(
  dialect: Dialect,
  { isClustered, hasDefaultCollation }: Table,
): string {
  if (dialect === "sqlite") {
    return isClustered ? " strict, without rowid" : " strict";
  }
  const charset = " engine=InnoDB default charset=utf8mb4";
  return hasDefaultCollation
    ? charset
    : `${charset} collate=utf8mb4_unicode_520_ci`;
}

/** The farthest time from 1970 that 64 bits of nanoseconds hold: a day in 2262. */
const MAX_NS_MS = 9_223_372_036_854;

function nanoseconds(min: string, max: string): string {
  return `${max}(-${MAX_NS_MS}, ${min}(created_ms, ${MAX_NS_MS})) * 1000000`;
}

/** A column of `posts` in MySQL only: dashboards of the older system sort all posts by it each second. */
const TIMESTAMP_NS = `timestamp_ns bigint generated always as (${
  nanoseconds("least", "greatest")
}) stored`;

/** Creates a view like the older system's table, for dashboards written for it. */
export async function createMessagesView(db: Kysely<Tables>): Promise<void> {
  const [create, timestamp, size] = dialectOf(db) === "sqlite"
    ? [
      "create view if not exists",
      nanoseconds("min", "max"),
      "octet_length(text)",
    ]
    : ["create or replace view", "timestamp_ns", "length(text)"];
  await sql.raw(
    `${create} Messages (id, seq, timestamp, size, data) as
      select topic_id, seq, ${timestamp}, ${size}, text from posts`,
  ).execute(db);
}

/** Whether there is such a table. */
export function hasTable(db: Kysely<Tables>, table: string): Promise<boolean> {
  return isFound(
    db,
    dialectOf(db) === "sqlite"
      ? sql`sqlite_master where type = 'table' and name = ${table}`
      : sql`information_schema.tables
        where table_schema = database() and table_name = ${table}`,
  );
}

function hasColumn(
  db: Kysely<Tables>,
  table: string,
  name: string,
): Promise<boolean> {
  return isFound(
    db,
    dialectOf(db) === "sqlite"
      ? sql`pragma_table_info(${table}) where name = ${name}`
      : sql`information_schema.columns where table_schema = database()
        and table_name = ${table} and column_name = ${name}`,
  );
}

function hasIndex(
  db: Kysely<Tables>,
  table: string,
  name: string,
): Promise<boolean> {
  return isFound(
    db,
    dialectOf(db) === "sqlite"
      ? sql`sqlite_master where type = 'index' and tbl_name = ${table}
        and name = ${name}`
      : sql`information_schema.statistics where table_schema = database()
        and table_name = ${table} and index_name = ${name}`,
  );
}

async function isFound(
  db: Kysely<Tables>,
  rows: RawBuilder<unknown>,
): Promise<boolean> {
  const { rows: found } = await sql`select 1 from ${rows} limit 1`.execute(db);
  return found.length > 0;
}
