import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import type { Config } from "../config.ts";
import type { Database } from "../db/connection/database.ts";
import { maskDatabaseUrl } from "../db/mask_database_url.ts";
import { openDatabase } from "../db/open.ts";
import { seedTopics } from "../db/seed_topics.ts";
import { parseDatabaseUrl } from "../domain/settings/database_url.ts";
import { lockFile } from "./lock_file.ts";
import { StartError } from "./start_error.ts";

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
