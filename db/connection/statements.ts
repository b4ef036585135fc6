import {
  CompiledQuery,
  type InsertObject,
  type Kysely,
  type RawBuilder,
  sql,
  type SqlBool,
} from "kysely";
import { type Dialect, dialectOf } from "./database.ts";
import { type Table, TABLES, type Tables } from "./tables.ts";

/**
 * What happens to a row whose primary key is taken: the stored one stays, or its
 * other columns take the new values, or these are added to them (null stays null).
 */
type OnConflict = "keep" | "replace" | "add";

/**
 * Inserts rows, as many per statement as the database takes.
 *
 * @param onConflict Left out: a taken key is an error.
 */
export async function insertRows<Name extends keyof Tables>(
  db: Kysely<Tables>,
  table: Name,
  rows: readonly InsertObject<Tables, Name>[],
  onConflict?: OnConflict,
): Promise<void> {
  const dialect = dialectOf(db);
  for (const chunk of chunksOf(rows, dialect)) {
    const columns = Object.keys(chunk[0]!);
    const values = valuesOf(chunk, columns);
    if (values === null) {
      await insertInto(db, table, chunk, onConflict).execute();
      continue;
    }
    const key = `${dialect} ${table} ${onConflict} ${columns}`;
    const text = texts.get(key) ??
      textOf(insertInto(db, table, chunk.slice(0, 1), onConflict).compile());
    texts.set(key, text);
    const sql = textFor(text, chunk.length);
    await db.executeQuery(CompiledQuery.raw(sql, values));
  }
}

/** A statement that inserts a row; `row` is what stands once for each. */
interface InsertText {
  readonly before: string;
  readonly row: string;
  readonly behind: string;
  /** By how many rows it inserts, of the sizes that are frequent. */
  readonly whole: Map<number, string>;
}

/** By dialect, table and columns: building one takes longer than sending it. */
const texts = new Map<string, InsertText>();

function textOf({ sql }: CompiledQuery): InsertText {
  const [start, before = "", row = ""] = /^(.*? values )(\([?, ]+\))/.exec(
    sql,
  )!;
  const whole = new Map();
  return { before, row, behind: sql.slice(start.length), whole };
}

function textFor(
  { before, row, behind, whole }: InsertText,
  rows: number,
): string {
  const known = whole.get(rows);
  if (known !== undefined) return known;
  const text = `${before}${row}${`, ${row}`.repeat(rows - 1)}${behind}`;
  if (SQLITE_SIZES.includes(rows)) whole.set(rows, text);
  return text;
}

/** The values of rows, one row after the other; null if a row has other columns or an expression. */
function valuesOf(
  rows: readonly object[],
  columns: readonly string[],
): unknown[] | null {
  const values: unknown[] = [];
  for (const row of rows as readonly Record<string, unknown>[]) {
    let count = 0;
    for (const column in row) { // in one order, for one function made them
      const value = row[column];
      const isPlain = typeof value === "string" || typeof value === "number" ||
        value === null || value instanceof Uint8Array;
      if (!isPlain || column !== columns[count++]) return null;
      values.push(value);
    }
    if (count !== columns.length) return null;
  }
  return values;
}

function insertInto(
  db: Kysely<Tables>,
  table: keyof Tables,
  rows: readonly object[],
  onConflict?: OnConflict,
) {
  const dialect = dialectOf(db);
  const { primaryKey }: Table = TABLES[table];
  // Kysely cannot follow a table that is known to the caller only.
  const insert = db.insertInto(table as "terms").values(rows as never);
  if (!onConflict) return insert;
  const changes = conflictChanges(dialect, table, onConflict);
  if (dialect === "mysql") {
    const unchanged = sql.ref(`${table}.${primaryKey[0]}`);
    return insert.onDuplicateKeyUpdate({
      [primaryKey[0]!]: unchanged,
      ...changes,
    });
  }
  return insert.onConflict((oc) =>
    onConflict === "keep"
      ? oc.doNothing()
      : oc.columns(primaryKey as never).doUpdateSet(changes)
  );
}

function conflictChanges(
  dialect: Dialect,
  table: keyof Tables,
  onConflict: OnConflict,
): Record<string, RawBuilder<unknown>> {
  const { columns, primaryKey }: Table = TABLES[table];
  const names = onConflict === "keep" ? [] : Object.keys(columns)
    .filter((name) => !primaryKey.includes(name));
  return Object.fromEntries(names.map((name) => {
    const inserted = dialect === "mysql"
      ? sql`values(${sql.ref(name)})`
      : sql.ref(`excluded.${name}`);
    const sum = sql`${sql.ref(`${table}.${name}`)} + ${inserted}`;
    return [name, onConflict === "add" ? sum : inserted];
  }));
}

/** SQLite's statements are kept prepared: few sizes make few of them. */
const SQLITE_SIZES: readonly number[] = [256, 64, 16, 4, 1];

/** Each of MySQL's is a round trip. */
const MYSQL_SIZE = 1_000;

/** A server takes statements of some megabytes; escaped, a character may come to six bytes. */
const MYSQL_CHARACTERS = 500_000;

/** Splits a list into what one statement takes. */
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

/**
 * Conditions that together find the rows whose column is one of some integers: a
 * range if none is missing between them, for that is shorter than their list.
 */
export function* oneOf(
  column: string,
  numbers: readonly number[],
  dialect: Dialect,
): Generator<RawBuilder<SqlBool>> {
  const sorted = [...new Set(numbers)].sort((a, b) => a - b);
  const [first, last] = [sorted.at(0), sorted.at(-1)];
  if (first === undefined || last === undefined) return;
  if (last - first === sorted.length - 1) {
    yield sql`${sql.ref(column)} between ${first} and ${last}`;
    return;
  }
  for (const some of chunksOf(sorted, dialect)) {
    yield sql`${sql.ref(column)} in (${sql.join(some)})`;
  }
}

/** Start of the bucket of `step` seconds that a column's time, in seconds, lies in. */
export function startOfStep(column: string, step: number): RawBuilder<number> {
  const [t, size] = [sql.ref(column), sql.lit(step)];
  // Right for times before 1970 too, where % is negative.
  return sql<number>`${t} - ((${t} % ${size}) + ${size}) % ${size}`;
}

/** A value as a column holds it; null if there is none. */
export function toJson(value: object | undefined): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

/** A value of the database as a whole that changes. */
type MetaName =
  | "version"
  | "pruned_ms"
  | "purged_topic"
  | "postings"
  | "rescored";

/** Reads a value of the database as a whole; undefined if it was never set. */
export async function readMeta(
  db: Kysely<Tables>,
  name: "epoch" | "author_key" | MetaName,
): Promise<string | undefined> {
  const row = await db.selectFrom("meta").select("value")
    .where("name", "=", name).executeTakeFirst();
  return row?.value;
}

/** Sets a value of the database as a whole. */
export async function writeMeta(
  db: Kysely<Tables>,
  name: MetaName,
  value: string,
): Promise<void> {
  await insertRows(db, "meta", [{ name, value }], "replace");
}
