import type { Dialect } from "./database.ts";

/** SQLite's statements are kept prepared: few sizes make few of them. */
const SQLITE_SIZES = [64, 16, 4, 1] as const;

/** Each of MySQL's is a round trip. */
const MYSQL_SIZE = 1_000;

/** Parts a list into what one statement takes. */
export function* chunksOf<T>(
  list: readonly T[],
  dialect: Dialect,
): Generator<T[]> {
  for (let from = 0; from < list.length;) {
    const left = list.length - from;
    const size = dialect === "mysql"
      ? MYSQL_SIZE
      : SQLITE_SIZES.find((size) => size <= left)!;
    yield list.slice(from, from += size);
  }
}
