import { type Kysely, sql } from "kysely";
import { setTimeout as delay } from "node:timers/promises";
import type { Database } from "../connection/database.ts";
import { isConflict } from "../connection/errors.ts";
import { writeMeta } from "../connection/statements.ts";
import type { Tables } from "../connection/tables.ts";
import { migrate0001 } from "./0001_first.ts";
import { migrate0002 } from "./0002_live.ts";
import { migrate0003 } from "./0003_squares.ts";
import type { Migration } from "./columns.ts";

type Queries = Pick<Database, "kysely" | "dialect">;

const MIGRATIONS: readonly Migration[] = [
  migrate0001,
  migrate0002,
  migrate0003,
];

/** Thrown when the database was made by a newer Freshet. */
export class NewerDatabaseError extends Error {
  constructor(readonly version: number) {
    super(
      `its schema has version ${version}, this Freshet knows ${MIGRATIONS.length} and older`,
    );
    this.name = "NewerDatabaseError";
  }
}

/** Options for {@linkcode migrate}. */
export interface MigrateOptions {
  /** How long others wait for one that died at work; MySQL only. @default {10_000} */
  leaseMs?: number;
}

/**
 * Brings the schema to the newest version.
 *
 * Several processes may call it at once: one works, the others wait for it.
 *
 * @returns The versions that this call applied.
 * @throws {NewerDatabaseError} If the schema is newer than this program.
 */
export async function migrate(
  db: Database,
  options: MigrateOptions = {},
): Promise<number[]> {
  if (await readVersion(db) === MIGRATIONS.length) return [];
  const { kysely, dialect } = db;
  const key = dialect === "mysql" ? "varbinary(64)" : "text";
  const end = dialect === "mysql"
    ? "engine=InnoDB default charset=utf8mb4"
    : "strict";
  await sql.raw(
    `create table if not exists meta (name ${key} primary key, value text not null) ${end}`,
  ).execute(kysely);
  return await (dialect === "mysql"
    ? migrateMysql(db, options)
    : migrateSqlite(db));
}

async function migrateSqlite({ kysely }: Database): Promise<number[]> {
  return await kysely.connection().execute(async (connection) => {
    await sql`begin immediate`.execute(connection);
    try {
      const applied = await applyPending({
        kysely: connection,
        dialect: "sqlite",
      });
      await sql`commit`.execute(connection);
      return applied;
    } catch (error) {
      await sql`rollback`.execute(connection);
      throw error;
    }
  });
}

/** Each change of a table commits by itself, so that no transaction can hold the others off. */
async function migrateMysql(
  db: Database,
  options: MigrateOptions,
): Promise<number[]> {
  await using _lease = await holdLease(db.kysely, "migrating", options);
  return await applyPending(db);
}

async function applyPending(db: Queries): Promise<number[]> {
  const { kysely, dialect } = db;
  const version = await readVersion(db);
  const applied: number[] = [];
  for (const [index, migration] of MIGRATIONS.entries()) {
    if (index < version) continue;
    await migration(kysely, dialect);
    await writeMeta(kysely, dialect, "version", String(index + 1));
    applied.push(index + 1);
  }
  return applied;
}

/** 0 where there is nothing yet. */
async function readVersion({ kysely, dialect }: Queries): Promise<number> {
  const { rows: tables } =
    await (dialect === "mysql"
      ? sql`select 1 from information_schema.tables
        where table_schema = database() and table_name = 'meta'`
      : sql`select 1 from sqlite_master where name = 'meta'`).execute(kysely);
  if (tables.length === 0) return 0;
  const row = await kysely.selectFrom("meta").select("value")
    .where("name", "=", "version").executeTakeFirst();
  const version = Number(row?.value ?? 0);
  if (version > MIGRATIONS.length) throw new NewerDatabaseError(version);
  return version;
}

/** Options for {@linkcode holdLease}. */
export interface LeaseOptions {
  /** How long others wait for a holder that died. @default {10_000} */
  leaseMs?: number;
}

/** From one look at a lease that another holds to the next. */
const LOOK_MS = 100;

/** By the database's clock, which all that share it have in common. */
const NOW = sql`unix_timestamp(now(3))`;

/**
 * Waits for a lease and holds it until it is disposed of. It is a row of `meta`
 * in MySQL, and so holds on all nodes of a cluster, where a lock would not.
 *
 * Who stands still for longer than a lease lasts may lose it: what it guards
 * must be right, if wasteful, when two do it.
 */
export async function holdLease(
  db: Kysely<Tables>,
  name: string,
  options: LeaseOptions = {},
): Promise<AsyncDisposable> {
  const { leaseMs = 10_000 } = options;
  const owner = crypto.randomUUID();
  const value = sql`concat(${NOW} + ${
    sql.lit(leaseMs / 1_000)
  }, ' ', ${owner})`;
  const isMine = sql<boolean>`name = ${name} and value like ${`% ${owner}`}`;

  async function take(): Promise<boolean> {
    await sql`insert into meta (name, value) values (${name}, ${value})
      on duplicate key update value =
        if(substring_index(value, ' ', 1) + 0 < ${NOW}, values(value), value)`
      .execute(db);
    const { rows } = await sql`select 1 from meta where ${isMine}`.execute(db);
    return rows.length > 0;
  }
  const orConflict = (error: unknown) => {
    if (!isConflict(error)) throw error;
    return false;
  };
  while (!await take().catch(orConflict)) await delay(LOOK_MS);

  const stopping = new AbortController();
  const renewing = repeat(
    leaseMs / 4,
    stopping.signal,
    () => sql`update meta set value = ${value} where ${isMine}`.execute(db),
  );
  return {
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await renewing;
      // Where the database is away, the lease ends by itself.
      await sql`delete from meta where ${isMine}`.execute(db).catch(() => {});
    },
  };
}

/** Until `signal` aborts; a failure is made good by the next time. */
async function repeat(
  everyMs: number,
  signal: AbortSignal,
  work: () => Promise<unknown>,
): Promise<void> {
  while (true) {
    await delay(everyMs, undefined, { signal }).catch(() => {});
    if (signal.aborted) return;
    await work().catch(() => {});
  }
}
