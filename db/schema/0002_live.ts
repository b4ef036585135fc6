import { type Kysely, sql } from "kysely";
import type { Dialect } from "../connection/database.ts";
import type { Tables } from "../connection/tables.ts";
import { COLUMN_TYPES, hasColumn } from "./columns.ts";

/** Tables that are kept in the order of their key, as all are in MySQL. */
const BY_KEY: ReadonlySet<string> = new Set(["billed", "edits"]);

interface Index {
  readonly table: string;
  readonly columns: string;
  /** Rows that SQLite's index holds; InnoDB's holds all. */
  readonly only?: string;
}

const INDEXES: Readonly<Record<string, Index>> = {
  posts_edited: { table: "posts", columns: "edited", only: "edited > 0" },
  edits_by_post: { table: "edits", columns: "post_seq" },
  gaps_by_source: { table: "gaps", columns: "source, to_ms" },
  skipped_by_reason: { table: "skipped", columns: "reason, received_ms" },
  gaps_by_time: { table: "gaps", columns: "from_ms" },
};

/** What live sources need (edits, interruptions, spending, leases), and topics that are archived. */
export async function migrate0002(
  db: Kysely<Tables>,
  dialect: Dialect,
): Promise<void> {
  for (const statement of tables(dialect)) await sql.raw(statement).execute(db);
  for (const [table, name, type] of columns(dialect)) {
    if (await hasColumn(db, dialect, table, name)) continue;
    await sql.raw(`alter table ${table} add column ${name} ${type}`)
      .execute(db);
  }
  for (const [name, { table, columns, only }] of Object.entries(INDEXES)) {
    if (await hasIndex(db, dialect, table, name)) continue;
    const where = dialect === "sqlite" && only ? ` where ${only}` : "";
    await sql.raw(`create index ${name} on ${table} (${columns})${where}`)
      .execute(db);
  }
}

function tables(dialect: Dialect): string[] {
  const { int, key, text, end, clustered } = COLUMN_TYPES[dialect];
  const definitions = {
    edits: `seq ${int} not null, post_seq ${int} not null,
      topic_id ${int} not null, positive ${int} not null, negative ${int} not null,
      neutral ${int} not null, score ${int} not null,
      primary key (seq, post_seq)`,
    source_states: `source ${key(512)} primary key, name ${key(32)} not null,
      state ${key(16)} not null, detail ${text} not null, notice ${text},
      changed_ms ${int} not null, seen_ms ${int} not null,
      events ${int} not null, rate ${int} not null`,
    spending: `source ${key(512)} not null, day ${int} not null,
      posts ${int} not null, primary key (source, day)`,
    billed: `source ${key(512)} not null, day ${int} not null,
      ext_id ${key(255)} not null, primary key (source, day, ext_id)`,
    leases: `name ${key(512)} primary key, owner ${key(64)} not null,
      until_ms ${int} not null`,
  };
  return Object.entries(definitions).map(([name, columns]) =>
    `create table if not exists ${name} (${columns})${
      BY_KEY.has(name) ? clustered : end
    }`
  );
}

function columns(
  dialect: Dialect,
): (readonly [table: string, name: string, type: string])[] {
  const { int, text } = COLUMN_TYPES[dialect];
  return [
    ["topics", "archived_ms", int],
    ["posts", "edited", `${int} not null default 0`],
    ["posts", "entities", text],
    ["skipped", "edit", text],
  ];
}

async function hasIndex(
  db: Kysely<Tables>,
  dialect: Dialect,
  table: string,
  name: string,
): Promise<boolean> {
  const { rows } =
    await (dialect === "sqlite"
      ? sql`select 1 from sqlite_master where type = 'index'
        and tbl_name = ${table} and name = ${name}`
      : sql`select 1 from information_schema.statistics
        where table_schema = database() and table_name = ${table}
        and index_name = ${name}`).execute(db);
  return rows.length > 0;
}
