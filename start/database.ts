import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import type { Config } from "../config.ts";
import type { Database } from "../db/connection/database.ts";
import { connectDatabase, openDatabase } from "../db/open.ts";
import { readCursor } from "../db/read/changes.ts";
import { seedTopics } from "../db/write/topics.ts";
import {
  maskDatabaseUrl,
  parseDatabaseUrl,
} from "../domain/settings/database_url.ts";
import { lockFile, StartError } from "./role.ts";

/** Options for {@linkcode openStore}. */
export interface OpenStoreOptions {
  /** Whether one that never had a topic gets those of the settings. @default {true} */
  seed?: boolean;
}

/**
 * Opens the database and brings its schema to the newest version. One that
 * never had a topic gets those of `TRACK`. No other process may store into a file meanwhile:
 * each would give its messages the same numbers.
 *
 * @throws {StartError} If it cannot be opened, written or understood.
 */
export async function openStore(
  { databaseUrl, topics }: Pick<Config, "databaseUrl" | "topics">,
  { seed = true }: OpenStoreOptions = {},
): Promise<Database> {
  await using opening = new AsyncDisposableStack();
  try {
    const address = parseDatabaseUrl(databaseUrl);
    if (address.kind === "sqlite") {
      await mkdir(dirname(address.path), { recursive: true });
      opening.use(await lockFile(`${address.path}-lock`));
    }
    const db = opening.use(await openDatabase(databaseUrl));
    if (seed) await seedTopics(db, topics);
    const opened = opening.move();
    return { ...db, [Symbol.asyncDispose]: () => opened.disposeAsync() };
  } catch (cause) {
    const value = maskDatabaseUrl(databaseUrl);
    const rule = "must be a database that this version can write";
    throw new StartError("DATABASE_URL", value, rule, { cause });
  }
}

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
