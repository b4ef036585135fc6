import type { Dialect } from "./database.ts";

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
