import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import type { Config } from "../config.ts";
import type { Database } from "../db/database.ts";
import { maskDatabaseUrl } from "../db/mask_database_url.ts";
import { openDatabase } from "../db/open_database.ts";
import { parseDatabaseUrl } from "../db/parse_database_url.ts";
import { readTopics } from "../db/read_topics.ts";
import { trackTopics } from "../db/track_topics.ts";
import { lockFile } from "./lock_file.ts";
import { StartError } from "./start_error.ts";

/** Options for {@linkcode openStore}. */
export interface OpenStoreOptions {
  /** Whether its topics become those of the settings. @default {true} */
  track?: boolean;
}

/**
 * Opens the database, brings its schema to the newest version, and makes its
 * topics those of `TRACK`. No other process may store into a file meanwhile:
 * each would give its messages the same numbers.
 *
 * @throws {StartError} If it cannot be opened, written or understood.
 */
export async function openStore(
  { databaseUrl, topics }: Pick<Config, "databaseUrl" | "topics">,
  { track = true }: OpenStoreOptions = {},
): Promise<Database> {
  await using opening = new AsyncDisposableStack();
  try {
    const address = parseDatabaseUrl(databaseUrl);
    if (address.kind === "sqlite") {
      await mkdir(dirname(address.path), { recursive: true });
      opening.use(await lockFile(`${address.path}-lock`));
    }
    const db = opening.use(await openDatabase(databaseUrl));
    const isEmpty = (await readTopics(db.kysely)).length === 0;
    const seeds = topics ??
      (isEmpty ? [{ slug: "trump", query: "trump" }] : null);
    if (track && seeds) await trackTopics(db, seeds);
    const opened = opening.move();
    return { ...db, [Symbol.asyncDispose]: () => opened.disposeAsync() };
  } catch (cause) {
    const value = maskDatabaseUrl(databaseUrl);
    const rule = "must be a database that this version can write";
    throw new StartError("DATABASE_URL", value, rule, { cause });
  }
}
