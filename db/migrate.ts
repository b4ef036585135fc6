import { type Kysely, sql } from "kysely";
import type { Database } from "./database.ts";
import { migrate0001 } from "./migrations/0001_first.ts";
import type { Migration } from "./migrations/migration.ts";
import type { Tables } from "./tables.ts";

const MIGRATIONS: readonly Migration[] = [migrate0001];

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
 * @returns The versions that this call applied.
 * @throws {NewerDatabaseError} If the schema is newer than this program.
 */
export async function migrate(db: Database): Promise<number[]> {
  return await db.kysely.connection().execute(async (connection) => {
    await sql`create table if not exists meta (name text primary key, value text not null) strict`
      .execute(connection);
    await sql`begin immediate`.execute(connection);
    try {
      const applied = await applyPending(connection, db);
      await sql`commit`.execute(connection);
      return applied;
    } catch (error) {
      await sql`rollback`.execute(connection);
      throw error;
    }
  });
}

async function applyPending(
  connection: Kysely<Tables>,
  { dialect }: Database,
): Promise<number[]> {
  const version = await readVersion(connection);
  if (version > MIGRATIONS.length) throw new NewerDatabaseError(version);
  const applied: number[] = [];
  for (const [index, migration] of MIGRATIONS.entries()) {
    if (index < version) continue;
    await migration(connection, dialect);
    await writeVersion(connection, index + 1);
    applied.push(index + 1);
  }
  return applied;
}

async function readVersion(connection: Kysely<Tables>): Promise<number> {
  const row = await connection.selectFrom("meta").select("value")
    .where("name", "=", "version").executeTakeFirst();
  return Number(row?.value ?? 0);
}

async function writeVersion(
  connection: Kysely<Tables>,
  version: number,
): Promise<void> {
  await connection.deleteFrom("meta").where("name", "=", "version").execute();
  await connection.insertInto("meta")
    .values({ name: "version", value: String(version) }).execute();
}
