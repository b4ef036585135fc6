import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { parseDatabaseUrl } from "../domain/settings/database_url.ts";
import type { Database } from "./connection/database.ts";
import { openMysql } from "./connection/mysql.ts";
import { connectDatabase } from "./connection/open.ts";
import { migrate } from "./schema/migrate.ts";

/** A change of a large table takes its time, and others wait for it. */
const MIGRATION_MS = 3_600_000;

/**
 * Opens the database at `sqlite:PATH` or `mysql://…`, makes its schema (and a
 * file's folder) if it is not there, and fails if it cannot be written.
 *
 * @throws {DatabaseUrlError} If the address cannot be understood.
 * @throws {NewerDatabaseError} If it was made by a newer Freshet.
 */
export async function openDatabase(url: string): Promise<Database> {
  const address = parseDatabaseUrl(url);
  if (address.kind === "mysql") {
    await using patient = openMysql(url, { queryMs: MIGRATION_MS });
    await migrate(patient);
    return connectDatabase(url);
  }
  await mkdir(dirname(address.path), { recursive: true });
  const db = connectDatabase(url);
  try {
    await migrate(db);
  } catch (error) {
    await db[Symbol.asyncDispose]();
    throw error;
  }
  return db;
}
