import { type Kysely, sql } from "kysely";
import type { Dialect } from "../database.ts";
import type { Tables } from "../tables.ts";

/** Column types by dialect. A `key` is compared byte by byte: 😀 is not 😃, é is not e. */
const TYPES = {
  sqlite: {
    id: "integer primary key",
    int: "integer",
    key: () => "text",
    text: "text",
    bytes: "blob",
    end: " strict",
    clustered: " strict, without rowid",
  },
  mysql: {
    id: "integer primary key auto_increment",
    int: "bigint",
    key: (bytes: number) => `varbinary(${bytes})`,
    text: "mediumtext",
    bytes: "blob",
    end: " engine=InnoDB default charset=utf8mb4",
    clustered: " engine=InnoDB default charset=utf8mb4",
  },
} as const;

/** Tables that are kept in the order of their key, as all are in MySQL. */
const ROLLUPS: ReadonlySet<string> = new Set(["buckets", "terms"]);

/** Makes every table, the commit-order counter and the database's epoch. */
export async function migrate0001(
  db: Kysely<Tables>,
  dialect: Dialect,
): Promise<void> {
  for (const statement of [...tables(dialect), ...indexes(dialect)]) {
    await sql.raw(statement).execute(db);
  }
  await sql.raw(olderView(dialect)).execute(db);
  await insertOnce(db, "counters", "seq", 0);
  await insertOnce(db, "meta", "epoch", crypto.randomUUID());
}

function tables(dialect: Dialect): string[] {
  const { id, int, key, text, bytes, end, clustered } = TYPES[dialect];
  const counts = `posts ${int} not null, positive ${int} not null,
    negative ${int} not null, neutral ${int} not null, score ${int} not null`;
  const definitions = {
    counters: `name ${key(64)} primary key, value ${int} not null`,
    streams: `stream ${id}, name ${key(64)} not null, created ${
      key(64)
    } not null,
      pruned_seq ${int} not null default 0, unique (name, created)`,
    topics: `id ${id}, slug ${key(255)} not null unique, query ${text} not null,
      color ${
      key(16)
    } not null, active ${int} not null, created_ms ${int} not null`,
    posts: `seq ${dialect === "sqlite" ? "integer" : int} primary key,
      stream ${int} not null, log_seq ${int} not null, topic_id ${int} not null,
      source ${key(32)} not null, ext_id ${key(255)} not null, author ${text},
      lang ${key(64)} not null, created_ms ${int} not null,
      received_ms ${int} not null, text ${text} not null, url ${text},
      score ${int} not null, positive ${int} not null, negative ${int} not null,
      deleted ${int} not null default 0,
      unique (stream, log_seq), unique (topic_id, source, ext_id)`,
    skipped: `stream ${int} not null, log_seq ${int} not null,
      reason ${
      key(16)
    } not null, detail ${text} not null, head ${bytes} not null,
      received_ms ${int} not null, about ${key(288)},
      primary key (stream, log_seq)`,
    buckets: `topic_id ${int} not null, step ${int} not null, t ${int} not null,
      ${counts}, primary key (topic_id, step, t)`,
    terms: `topic_id ${int} not null, step ${int} not null, t ${int} not null,
      kind ${key(16)} not null, term ${
      key(255)
    } not null, count ${int} not null,
      primary key (topic_id, step, t, kind, term)`,
    checkpoints: `source ${key(512)} primary key, position ${text} not null,
      stream ${int} not null, log_seq ${int} not null`,
    gaps: `id ${id}, source ${key(512)} not null, from_ms ${int} not null,
      to_ms ${int}, why ${text} not null, recovered ${int} not null`,
  };
  return Object.entries(definitions).map(([name, columns]) =>
    `create table if not exists ${name} (${columns})${
      ROLLUPS.has(name) ? clustered : end
    }`
  );
}

function indexes(dialect: Dialect): string[] {
  // SQLite's index ends in the row's key, which is seq; so does InnoDB's.
  const only = (condition: string) =>
    dialect === "sqlite" ? ` where ${condition}` : "";
  const definitions = {
    posts_by_topic: "posts (topic_id, seq)",
    posts_by_time: "posts (topic_id, created_ms)",
    posts_deleted: `posts (deleted)${only("deleted > 0")}`,
    skipped_about: `skipped (about)${only("about is not null")}`,
  };
  const once = dialect === "sqlite" ? "if not exists " : "";
  return Object.entries(definitions).map(([name, columns]) =>
    `create index ${once}${name} on ${columns}`
  );
}

/** The farthest time from 1970 that 64 bits of nanoseconds hold: a day in 2262. */
const MAX_NS_MS = 9_223_372_036_854;

/** The table of the system that this one replaces, for dashboards written for it. */
function olderView(dialect: Dialect): string {
  const size = dialect === "sqlite" ? "octet_length(text)" : "length(text)";
  const create = dialect === "sqlite"
    ? "create view if not exists"
    : "create or replace view";
  const [min, max] = dialect === "sqlite"
    ? ["min", "max"]
    : ["least", "greatest"];
  return `${create} Messages (id, seq, timestamp, size, data) as
    select topic_id, seq,
      ${max}(-${MAX_NS_MS}, ${min}(created_ms, ${MAX_NS_MS})) * 1000000,
      ${size}, text from posts`;
}

async function insertOnce(
  db: Kysely<Tables>,
  table: "counters" | "meta",
  name: string,
  value: string | number,
): Promise<void> {
  await sql`insert into ${sql.table(table)} (name, value)
    select ${name}, ${value}
    where not exists (select 1 from ${sql.table(table)} where name = ${name})`
    .execute(db);
}
