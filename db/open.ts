import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { parseDatabaseUrl } from "../domain/settings/database_url.ts";
import type { Database } from "./connection/database.ts";
import { DamagedDatabaseError } from "./connection/errors.ts";
import { openMysql } from "./connection/mysql.ts";
import { findDamage, openSqlite } from "./connection/sqlite.ts";
import { migrate } from "./schema/migrate.ts";

/** Bytes of a SQLite file that are all looked at in less than half a second. */
const MAX_CHECKED = 64 * 1024 * 1024;

/** How long one change of a large table may take. */
const MIGRATION_MS = 3_600_000;

/**
 * Opens the database at `sqlite:PATH` or `mysql://…` and brings its schema to the
 * newest version; a file and its folder are created.
 *
 * @throws {DatabaseUrlError} If the address is invalid.
 * @throws {NewerDatabaseError} If it was made by a newer Freshet.
 * @throws {ForeignDatabaseError} If it is a file that another program made.
 * @throws {DamagedDatabaseError} If it is a file that is damaged; of a large one, only the ends of its tables are looked at.
 */
export async function openDatabase(url: string): Promise<Database> {
  const address = parseDatabaseUrl(url);
  if (address.kind === "mysql") {
    await using migrating = openMysql(url, { queryMs: MIGRATION_MS });
    await migrate(migrating);
    return connectDatabase(url);
  }
  await mkdir(dirname(address.path), { recursive: true });
  const db = connectDatabase(url);
  try {
    const [damage] = await findDamage(db, { wholeUpTo: MAX_CHECKED });
    if (damage !== undefined) throw new DamagedDatabaseError(damage);
    await migrate(db);
  } catch (error) {
    await db[Symbol.asyncDispose]();
    throw error;
  }
  return db;
}

/**
 * Opens a database that has its schema: one more handle, so that reads never
 * wait for writes.
 *
 * @throws {DatabaseUrlError} If the address is invalid.
 */
export function connectDatabase(url: string): Database {
  const address = parseDatabaseUrl(url);
  return address.kind === "mysql" ? openMysql(url) : openSqlite(address.path);
}
