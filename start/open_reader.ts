import type { Config } from "../config.ts";
import type { Database } from "../db/connection/database.ts";
import { connectDatabase } from "../db/connection/open.ts";
import { maskDatabaseUrl } from "../db/mask_database_url.ts";
import { readCursor } from "../db/read_cursor.ts";
import { parseDatabaseUrl } from "../domain/settings/database_url.ts";
import { StartError } from "./start_error.ts";

/**
 * Opens a database that is there already, to read it.
 *
 * @throws {StartError} If it is not there, cannot be reached, or is not one of ours.
 */
export async function openReader(
  { databaseUrl }: Pick<Config, "databaseUrl">,
): Promise<Database> {
  await using opening = new AsyncDisposableStack();
  try {
    const address = parseDatabaseUrl(databaseUrl);
    if (address.kind === "sqlite") await Deno.stat(address.path); // opening would make it
    const db = opening.use(connectDatabase(databaseUrl));
    await readCursor(db.kysely);
    opening.move();
    return db;
  } catch (cause) {
    const value = maskDatabaseUrl(databaseUrl);
    const rule = "must be a database that was migrated";
    throw new StartError("DATABASE_URL", value, rule, { cause });
  }
}
