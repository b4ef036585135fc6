import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import type { Config } from "../config.ts";
import type { Database } from "../db/connection/database.ts";
import { connectDatabase, openDatabase } from "../db/open.ts";
import { readCursor } from "../db/read/changes.ts";
import { readPurgedTopic } from "../db/write/purge.ts";
import { seedTopics } from "../db/write/topics.ts";
import {
  maskDatabaseUrl,
  parseDatabaseUrl,
} from "../domain/settings/database_url.ts";
import { StartError } from "./role.ts";

/** Options for {@linkcode openStore}. */
interface OpenStoreOptions {
  /** Whether the database gets the topics of `TRACK` that it never had. @default {true} */
  seed?: boolean;
}

/**
 * Opens the database for writing and migrates it to the newest schema. A file is
 * locked: two processes would give different messages the same numbers.
 *
 * @throws {StartError} If it cannot be opened, written or understood.
 */
export async function openStore(
  { databaseUrl, topics, isTracked = false }:
    & Pick<Config, "databaseUrl" | "topics">
    & Partial<Pick<Config, "isTracked">>,
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
    if (seed) await seedTopics(db, topics, { addsNew: isTracked });
    const opened = opening.move();
    return { ...db, [Symbol.asyncDispose]: () => opened.disposeAsync() };
  } catch (cause) {
    const value = maskDatabaseUrl(databaseUrl);
    const rule = "must be a database that this version can write";
    throw new StartError("DATABASE_URL", value, rule, { cause });
  }
}

/** Thrown while a database never had a topic: it is new, and posts are about topics of the one before. */
export class NoTopicsError extends Error {
  override readonly name = "NoTopicsError";
  override readonly message =
    "Database has no topics yet: migrate and ingest add those of TRACK";
}

/**
 * Checks that a database without topics, archived ones included, once had some.
 *
 * @throws {NoTopicsError} If it never had.
 */
export async function expectTopics(
  { kysely }: Pick<Database, "kysely">,
  topics: readonly unknown[],
): Promise<void> {
  const isNew = topics.length === 0 && await readPurgedTopic(kysely) === 0;
  if (isNew) throw new NoTopicsError();
}

/** Where `start` stores generated posts. */
export const DEMO_DATABASE = "sqlite:data/demo.db";

/**
 * The database that `start` uses, or used last: without any setting that may be
 * the one of generated posts.
 */
async function findDatabase(
  { databaseUrl, mayDemo = false }: ReaderSettings,
): Promise<string> {
  if (!mayDemo) return databaseUrl;
  const [own, demo] = [databaseUrl, DEMO_DATABASE].map((url) =>
    url.replace(/^sqlite:/, "")
  ) as [string, string];
  const isDemo = await isLocked(demo) ||
    (!await isLocked(own) && !await isThere(own) && await isThere(demo));
  return isDemo ? DEMO_DATABASE : databaseUrl;
}

/** Whether a process stores into a file. */
async function isLocked(path: string): Promise<boolean> {
  if (!await isThere(`${path}-lock`)) return false;
  using file = await Deno.open(`${path}-lock`);
  return !await file.tryLock(false);
}

async function isThere(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

type ReaderSettings =
  & Pick<Config, "databaseUrl">
  & Partial<Pick<Config, "mayDemo">>;

/**
 * Opens an existing database to read it.
 *
 * @throws {StartError} If it is missing, unreachable, or not one of ours.
 */
export async function openReader(config: ReaderSettings): Promise<Database> {
  const databaseUrl = await findDatabase(config);
  await using opening = new AsyncDisposableStack();
  try {
    const address = parseDatabaseUrl(databaseUrl);
    if (address.kind === "sqlite") await Deno.stat(address.path); // opening would create it
    const db = opening.use(connectDatabase(databaseUrl));
    await readCursor(db.kysely);
    opening.move();
    return db;
  } catch (cause) {
    const value = maskDatabaseUrl(databaseUrl);
    const rule =
      "must be a database that was migrated (deno task start makes one)";
    throw new StartError("DATABASE_URL", value, rule, { cause });
  }
}

/** Thrown for a file that another process has locked. */
export class HeldError extends Error {
  override readonly name = "HeldError";
  override readonly message = "another process stores into it";
}

/**
 * Locks a file against other processes until it is disposed of or this process
 * dies. The file is empty, and deleted with the lock.
 *
 * @throws {HeldError} If another process has.
 */
export async function lockFile(path: string): Promise<Disposable> {
  const file = await Deno.open(path, { create: true, write: true });
  if (!await file.tryLock(true)) {
    file.close();
    throw new HeldError();
  }
  return {
    [Symbol.dispose]() {
      Deno.removeSync(path);
      file.close();
    },
  };
}
