import { type Kysely, sql } from "kysely";
import type { Dialect } from "../connection/database.ts";
import type { Tables } from "../connection/tables.ts";
import { COLUMN_TYPES } from "./columns.ts";

/** Tables that are kept in the order of their key, as all are in MySQL. */
const ROLLUPS: ReadonlySet<string> = new Set(["buckets", "terms"]);

interface Index {
  readonly table: string;
  readonly columns: string;
  /** Rows that SQLite's index holds; InnoDB's holds all. */
  readonly only?: string;
}

/** Indexes besides those that keys have. */
const INDEXES: Readonly<Record<string, Index>> = {
  posts_by_topic: { table: "posts", columns: "topic_id, seq" },
  posts_by_time: { table: "posts", columns: "topic_id, created_ms" },
  posts_deleted: { table: "posts", columns: "deleted", only: "deleted > 0" },
  skipped_about: {
    table: "skipped",
    columns: "about",
    only: "about is not null",
  },
};

/** Makes every table, the commit-order counter and the database's epoch. */
export async function migrate0001(
  db: Kysely<Tables>,
  dialect: Dialect,
): Promise<void> {
  const statements = dialect === "sqlite"
    ? [...tables(dialect), ...sqliteIndexes()]
    : tables(dialect);
  for (const statement of [...statements, olderView(dialect)]) {
    await sql.raw(statement).execute(db);
  }
  await insertOnce(db, dialect, "counters", { name: "seq", value: 0 });
  const epoch = { name: "epoch", value: crypto.randomUUID() };
  await insertOnce(db, dialect, "meta", epoch);
}

function tables(dialect: Dialect): string[] {
  const { id, int, key, text, bytes, end, clustered } = COLUMN_TYPES[dialect];
  const [key16, key32, key64] = [key(16), key(32), key(64)];
  const [key255, key288, key512] = [key(255), key(288), key(512)];
  const counts = `posts ${int} not null, positive ${int} not null,
    negative ${int} not null, neutral ${int} not null, score ${int} not null`;
  const definitions = {
    counters: `name ${key64} primary key, value ${int} not null`,
    streams: `stream ${id}, name ${key64} not null, created ${key64} not null,
      pruned_seq ${int} not null default 0, unique (name, created)`,
    topics: `id ${id}, slug ${key255} not null unique, query ${text} not null,
      color ${key16} not null, active ${int} not null, created_ms ${int} not null`,
    posts: `seq ${dialect === "sqlite" ? "integer" : int} primary key,
      stream ${int} not null, log_seq ${int} not null, topic_id ${int} not null,
      source ${key32} not null, ext_id ${key255} not null, author ${text},
      lang ${key64} not null, created_ms ${int} not null,
      received_ms ${int} not null, text ${text} not null, url ${text},
      score ${int} not null, positive ${int} not null, negative ${int} not null,
      deleted ${int} not null default 0,
      unique (stream, log_seq), unique (topic_id, source, ext_id)`,
    skipped: `stream ${int} not null, log_seq ${int} not null,
      reason ${key16} not null, detail ${text} not null, head ${bytes} not null,
      received_ms ${int} not null, about ${key288},
      primary key (stream, log_seq)`,
    buckets: `topic_id ${int} not null, step ${int} not null, t ${int} not null,
      ${counts}, primary key (topic_id, step, t)`,
    terms: `topic_id ${int} not null, step ${int} not null, t ${int} not null,
      kind ${key16} not null, term ${key255} not null, count ${int} not null,
      primary key (topic_id, step, t, kind, term)`,
    checkpoints: `source ${key512} primary key, position ${text} not null,
      stream ${int} not null, log_seq ${int} not null`,
    gaps: `id ${id}, source ${key512} not null, from_ms ${int} not null,
      to_ms ${int}, why ${text} not null, recovered ${int} not null`,
  };
  return Object.entries(definitions).map(([name, columns]) => {
    const all = dialect === "mysql" ? columns + mysqlOnly(name) : columns;
    return `create table if not exists ${name} (${all})${
      ROLLUPS.has(name) ? clustered : end
    }`;
  });
}

/**
 * What a table has in MySQL only: its indexes, since none can be made "if not
 * exists", and the older system's time, by which its dashboards sort all posts
 * each second.
 */
function mysqlOnly(ofTable: string): string {
  const indexes = Object.entries(INDEXES)
    .filter(([, { table }]) => table === ofTable)
    .map(([name, { columns }]) => `, index ${name} (${columns})`).join("");
  return ofTable !== "posts" ? indexes : `${indexes},
    timestamp_ns bigint generated always as (${nanoseconds("mysql")}) stored,
    index posts_by_timestamp (timestamp_ns)`;
}

/** The index ends in the row's key, which is seq; so does InnoDB's. */
function sqliteIndexes(): string[] {
  return Object.entries(INDEXES).map(([name, { table, columns, only }]) =>
    `create index if not exists ${name} on ${table} (${columns})${
      only ? ` where ${only}` : ""
    }`
  );
}

/** The farthest time from 1970 that 64 bits of nanoseconds hold: a day in 2262. */
const MAX_NS_MS = 9_223_372_036_854;

function nanoseconds(dialect: Dialect): string {
  const [min, max] = dialect === "sqlite"
    ? ["min", "max"]
    : ["least", "greatest"];
  return `${max}(-${MAX_NS_MS}, ${min}(created_ms, ${MAX_NS_MS})) * 1000000`;
}

/** The table of the system that this one replaces, for dashboards written for it. */
function olderView(dialect: Dialect): string {
  const [create, timestamp, size] = dialect === "sqlite"
    ? ["create view if not exists", nanoseconds(dialect), "octet_length(text)"]
    : ["create or replace view", "timestamp_ns", "length(text)"];
  return `${create} Messages (id, seq, timestamp, size, data) as
    select topic_id, seq, ${timestamp}, ${size}, text from posts`;
}

async function insertOnce<Name extends "counters" | "meta">(
  db: Kysely<Tables>,
  dialect: Dialect,
  table: Name,
  row: Tables[Name],
): Promise<void> {
  const insert = sql`insert into ${sql.table(table)} (name, value)
    values (${row.name}, ${row.value})`;
  const otherwise = dialect === "mysql"
    ? sql`on duplicate key update name = ${sql.ref(`${table}.name`)}`
    : sql`on conflict do nothing`;
  await sql`${insert} ${otherwise}`.execute(db);
}
