import { type Kysely, sql } from "kysely";
import type { Database } from "../connection/database.ts";
import { holdLease, type HoldLeaseOptions } from "../connection/leases.ts";
import { DAY, HOUR } from "../../domain/time/range.ts";
import {
  insertRows,
  readMeta,
  startOfStep,
  writeMeta,
} from "../connection/statements.ts";
import type { Tables } from "../connection/tables.ts";
import { applyTables, createMessagesView, createTable } from "./ddl.ts";

/**
 * One step of the schema.
 *
 * MySQL commits each change of a table by itself, so a crash can fall between
 * two statements: each must be right when it runs a second time.
 */
type Migration = (db: Kysely<Tables>) => Promise<void>;

/** By version, from 1. */
export const MIGRATIONS: readonly Migration[] = [
  /** All that stores posts: the tables, the commit-order counter and the database's epoch. */
  async (db) => {
    await applyTables(db, 1);
    await createMessagesView(db);
    await insertRows(db, "counters", [{ name: "seq", value: 0 }], "keep");
    const epoch = { name: "epoch", value: crypto.randomUUID() };
    await insertRows(db, "meta", [epoch], "keep");
  },
  /** What live sources need (edits, interruptions, spending, leases), and archived topics. */
  (db) => applyTables(db, 2),
  /** The sum of squared scores; unknown for posts that were counted before. */
  (db) => applyTables(db, 3),
  /** Sessions of those who may change topics. */
  (db) => applyTables(db, 4),
  /** What posts are to others, what stands beside their text, imported collections, days to sum up, and a key for authors' digests. */
  async (db) => {
    await applyTables(db, 5);
    await markAllDays(db);
    const key = { name: "author_key", value: crypto.randomUUID() };
    await insertRows(db, "meta", [key], "keep");
  },
  /** Words that are taken out of a topic. */
  (db) => applyTables(db, 6),
];

/** Marks the days of all posts as not summed up. */
async function markAllDays(db: Kysely<Tables>): Promise<void> {
  await sql`
    insert into stale_days (topic_id, t, seq)
    select topic_id, day, 0 from (
      select distinct topic_id, ${startOfStep("t", DAY)} as day
        from buckets where step = ${sql.lit(HOUR)}
    ) as days where not exists (
      select 1 from stale_days as s
        where s.topic_id = days.topic_id and s.t = days.day
    )`.execute(db);
}

/** Thrown when the database was made by a newer Freshet. */
export class NewerDatabaseError extends Error {
  constructor(readonly version: number) {
    super(
      `its schema has version ${version}, this Freshet knows ${MIGRATIONS.length} and older`,
    );
    this.name = "NewerDatabaseError";
  }
}

/**
 * Brings the schema to the newest version.
 *
 * Several processes may call it at once: one works, the others wait for it.
 *
 * @param options MySQL only.
 * @returns The versions that this call applied.
 * @throws {NewerDatabaseError} If the schema is newer than this program.
 */
export async function migrate(
  db: Database,
  options: HoldLeaseOptions = {},
): Promise<number[]> {
  const { kysely, dialect } = db;
  if (await readVersion(kysely) === MIGRATIONS.length) return [];
  await createTable(kysely, "meta", 0);
  if (dialect === "sqlite") return await migrateSqlite(kysely);
  // Each change of a table commits by itself, so no transaction can keep others out.
  await createTable(kysely, "leases", MIGRATIONS.length);
  await using _lease = await holdLease(db, "migrating", options);
  return await applyPending(kysely);
}

async function migrateSqlite(db: Kysely<Tables>): Promise<number[]> {
  return await db.connection().execute(async (connection) => {
    await sql`begin immediate`.execute(connection);
    try {
      const applied = await applyPending(connection);
      await sql`commit`.execute(connection);
      return applied;
    } catch (error) {
      await sql`rollback`.execute(connection);
      throw error;
    }
  });
}

async function applyPending(db: Kysely<Tables>): Promise<number[]> {
  const version = await readVersion(db);
  const applied: number[] = [];
  for (const [index, migration] of MIGRATIONS.entries()) {
    if (index < version) continue;
    await migration(db);
    await writeMeta(db, "version", String(index + 1));
    applied.push(index + 1);
  }
  return applied;
}

/** 0 where there is nothing yet. */
async function readVersion(db: Kysely<Tables>): Promise<number> {
  const tables = await db.introspection.getTables();
  if (!tables.some(({ name }) => name === "meta")) return 0;
  const version = Number(await readMeta(db, "version") ?? 0);
  if (version > MIGRATIONS.length) throw new NewerDatabaseError(version);
  return version;
}
