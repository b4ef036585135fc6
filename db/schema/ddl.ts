import { type Kysely, sql } from "kysely";
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
  handles_by_age: { table: "handles", columns: "seen_ms", since: 5 },
  check_posts_by_post: {
    table: "check_posts",
    columns: "post_seq",
    since: 5,
  },
  gaps_by_time: { table: "gaps", columns: "from_ms", since: 2 },
};

/** Makes the tables, columns and indexes that a version added, unless they are there. */
export async function applyTables(
  db: Kysely<Tables>,
  version: number,
): Promise<void> {
  const dialect = dialectOf(db);
  for (const [name, { since = 1, columns }] of Object.entries<Table>(TABLES)) {
    if (since === version) {
      await createTable(db, name as keyof Tables, version);
    }
    if (since >= version) continue;
    for (const [column, definition] of Object.entries(columns)) {
      if (definition.since !== version) continue;
      const type = columnType(dialect, definition);
      await change(db, `alter table ${name} add column ${column} ${type}`);
    }
  }
  for (const [name, index] of Object.entries(INDEXES)) {
    const { table, columns, where, only = dialect, since = 1 } = index;
    if (since !== version || only !== dialect) continue;
    const rows = dialect === "sqlite" && where ? ` where ${where}` : "";
    await change(db, `create index ${name} on ${table} (${columns})${rows}`);
  }
}

/** Changes a table, unless that was done before a crash: MySQL commits each change by itself. */
async function change(db: Kysely<Tables>, statement: string): Promise<void> {
  try {
    await sql.raw(statement).execute(db);
  } catch (error) {
    if (!isDuplicate(error as Error)) throw error;
  }
}

/** Whether a column or an index is there: by MySQL's number, and by SQLite's words as it has none. */
function isDuplicate({ message, errno }: Error & { errno?: number }): boolean {
  return errno === 1060 || errno === 1061 ||
    /^index .* already exists|^duplicate column name/.test(message);
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

/** Types where they differ from the names of {@linkcode Column}. */
const TYPES: Record<Dialect, Partial<Record<Column["type"], string>>> = {
  sqlite: {
    ...{ id: "integer", int: "integer", key: "text" },
    ...{ shortText: "text", bytes: "blob", longBytes: "blob" },
  },
  mysql: {
    ...{ id: "integer", int: "bigint", key: "varbinary" },
    ...{ text: "mediumtext", shortText: "text" },
    ...{ bytes: "blob", longBytes: "mediumblob" },
  },
};

function typeName(dialect: Dialect, { type, size }: Column): string {
  const name = TYPES[dialect][type] ?? type;
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
