import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import type { Database } from "./database.ts";
import { migrate } from "./migrate.ts";
import { openSqlite } from "./open_sqlite.ts";

/**
 * Opens the database at a path, makes its folder and schema if they are not
 * there, and fails if it cannot be written.
 *
 * @throws {NewerDatabaseError} If it was made by a newer Freshet.
 */
export async function openDatabase(path: string): Promise<Database> {
  await mkdir(dirname(path), { recursive: true });
  const db = openSqlite(path);
  try {
    await migrate(db);
  } catch (error) {
    await db[Symbol.asyncDispose]();
    throw error;
  }
  return db;
}
