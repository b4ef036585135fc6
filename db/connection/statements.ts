import { type Kysely, type RawBuilder, sql, type Transaction } from "kysely";
import { setTimeout as delay } from "node:timers/promises";
import type { Database, Dialect } from "./database.ts";
import { isConflict } from "./errors.ts";
import type { Tables } from "./tables.ts";

/** SQLite's statements are kept prepared: few sizes make few of them. */
const SQLITE_SIZES = [64, 16, 4, 1] as const;

/** Each of MySQL's is a round trip. */
const MYSQL_SIZE = 1_000;

/** A server takes statements of some megabytes; escaped, a character may come to six bytes. */
const MYSQL_CHARACTERS = 500_000;

/** Parts a list into what one statement takes. */
export function* chunksOf<T>(
  list: readonly T[],
  dialect: Dialect,
): Generator<T[]> {
  const sizeFrom = dialect === "mysql" ? mysqlSize : sqliteSize;
  for (let from = 0; from < list.length;) {
    yield list.slice(from, from += sizeFrom(list, from));
  }
}

function sqliteSize(list: readonly unknown[], from: number): number {
  return SQLITE_SIZES.find((size) => size <= list.length - from)!;
}

function mysqlSize(list: readonly unknown[], from: number): number {
  let size = 1;
  let characters = lengthOf(list[from]);
  while (size < MYSQL_SIZE && from + size < list.length) {
    characters += lengthOf(list[from + size]);
    if (characters > MYSQL_CHARACTERS) break;
    size++;
  }
  return size;
}

/** About what a value, or a row of them, adds to a statement. */
function lengthOf(item: unknown): number {
  if (typeof item === "string") return item.length;
  if (item instanceof Uint8Array) return item.length;
  if (typeof item !== "object" || item === null) return 8;
  return Object.values(item).reduce((sum, value) => sum + lengthOf(value), 0);
}

/** Reads as of one moment, whatever others write meanwhile. */
export async function readConsistently<T>(
  { kysely, dialect }: Database,
  read: (trx: Transaction<Tables>) => Promise<T>,
): Promise<T> {
  const transaction = kysely.transaction();
  // MySQL's moment is that of the first read; SQLite knows no other way.
  return await (dialect === "mysql"
    ? transaction.setIsolationLevel("repeatable read")
      .setAccessMode("read only").execute(read)
    : transaction.execute(read));
}

const TRIES = 10;
const MIN_MS = 5;
const MAX_MS = 200;

/**
 * Runs a transaction, and runs it again from its beginning where it and another
 * locked each other out, at any statement or at its commit.
 */
export async function retryTransaction<T>(
  { kysely }: Database,
  work: (trx: Transaction<Tables>) => Promise<T>,
): Promise<T> {
  for (let left = TRIES - 1;; left--) {
    try {
      return await kysely.transaction().execute(work);
    } catch (error) {
      if (left === 0 || !isConflict(error)) throw error;
    }
    await delay(MIN_MS + Math.random() * (MAX_MS - MIN_MS));
  }
}

/** Where the bucket of so many seconds begins that a time, in seconds, lies in. */
export function startOfStep(column: string, step: number): RawBuilder<number> {
  const t = sql.ref(column);
  // Right for times before 1970 too, where % is negative.
  return sql<number>`${t} - ((${t} % ${step}) + ${step}) % ${step}`;
}

/** A value as a column holds it; null if there is none. */
export function toJson(value: object | undefined): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

/** Sets a value of the database as a whole. */
export async function writeMeta(
  db: Kysely<Tables>,
  dialect: Dialect,
  name: string,
  value: string,
): Promise<void> {
  const insert = db.insertInto("meta").values({ name, value });
  if (dialect === "mysql") {
    await insert.onDuplicateKeyUpdate({ value: sql`values(value)` }).execute();
  } else {
    await insert.onConflict((oc) => oc.column("name").doUpdateSet({ value }))
      .execute();
  }
}
