import {
  Kysely,
  type KyselyPlugin,
  sql,
  type SqliteDatabase,
  SqliteDialect,
} from "kysely";
import {
  DatabaseSync,
  type SQLInputValue,
  type StatementSync,
} from "node:sqlite";
import { letOthersRun } from "../../domain/time/turns.ts";
import type { Database } from "./database.ts";
import { DamagedDatabaseError, ForeignDatabaseError } from "./errors.ts";
import { TABLES, type Tables } from "./tables.ts";

/** Prepared statements that one connection keeps. */
const MAX_STATEMENTS = 200;

/** How long a statement waits for another connection that writes. */
const BUSY_MS = 5_000;

/** Marks our files: the first bytes of "Freshet". */
const APPLICATION_ID = 0x46726573;

const SQLITE_BUSY = 5;

/** SQLITE_CORRUPT and SQLITE_NOTADB. */
const DAMAGES = new Set([11, 26]);

/**
 * Opens a SQLite file in WAL mode, and creates it if it does not exist.
 *
 * A commit survives a crash of the process; a power cut may undo the newest
 * commits, never half of one.
 *
 * @throws {ForeignDatabaseError} If another program made it.
 * @throws {DamagedDatabaseError} Also by its statements, if it cannot be read.
 */
export function openSqlite(path: string): Database {
  const connection = new DatabaseSync(path);
  try {
    connection.exec(`pragma busy_timeout = ${BUSY_MS}`);
    whileBusy(() => claim(connection));
    // If several create one file, SQLite refuses all but one immediately.
    whileBusy(() => connection.prepare("pragma journal_mode = wal").get());
    connection.exec("pragma synchronous = normal");
  } catch (error) {
    connection.close();
    throw withDamage(error);
  }
  const database = withPreparedStatements(connection);
  const kysely = new Kysely<Tables>({
    dialect: new SqliteDialect({ database }),
    plugins: [SHARED_THREAD],
  });
  return {
    dialect: "sqlite",
    kysely,
    [Symbol.asyncDispose]: () => kysely.destroy(),
  };
}

/** Statements run at once, so that many in a row would keep the thread. */
const SHARED_THREAD: KyselyPlugin = {
  transformQuery: ({ node }) => node,
  async transformResult({ result }) {
    await letOthersRun();
    return result;
  },
};

/** Marks an empty file as ours; of another program's, nothing is changed. Ours were not marked once. */
function claim(connection: DatabaseSync): void {
  const { application_id: id } = connection.prepare("pragma application_id")
    .get()!;
  if (id === APPLICATION_ID) return;
  const tables = connection.prepare(
    "select name from sqlite_master where type = 'table'",
  ).all().map(({ name }) => name);
  const isOurs = ["meta", "counters", "posts"].every((name) =>
    tables.includes(name)
  );
  if (id !== 0 || (tables.length > 0 && !isOurs)) {
    throw new ForeignDatabaseError();
  }
  if (tables.length > 0) return;
  connection.prepare(`pragma application_id = ${APPLICATION_ID}`).run();
}

/** Runs statements again while another connection writes; those of `exec()` set no errcode. */
function whileBusy(run: () => unknown): void {
  const endMs = Date.now() + BUSY_MS;
  while (true) {
    try {
      run();
      return;
    } catch (error) {
      const { errcode } = error as { errcode?: number };
      if (errcode !== SQLITE_BUSY || Date.now() > endMs) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

interface PreparedStatement {
  readonly statement: StatementSync;
  /** Whether it gives rows. */
  readonly reader: boolean;
}

/** A connection as Kysely needs it; statements that repeat stay prepared. */
function withPreparedStatements(connection: DatabaseSync): SqliteDatabase {
  const prepared = new Map<string, PreparedStatement>();

  function prepare(sql: string): PreparedStatement {
    const statement = prepared.get(sql) ?? prepareNew(sql);
    prepared.delete(sql);
    prepared.set(sql, statement);
    if (prepared.size > MAX_STATEMENTS) {
      prepared.delete(prepared.keys().next().value!);
    }
    return statement;
  }

  function prepareNew(sql: string): PreparedStatement {
    const statement = connection.prepare(sql);
    return { statement, reader: statement.columns().length > 0 };
  }

  return {
    close() {
      moveLog(connection);
      connection.close();
    },
    prepare(sql) {
      const { statement, reader } = orDamage(() => prepare(sql));
      return {
        reader,
        all: (values) =>
          orDamage(() => statement.all(...values as SQLInputValue[])),
        run(values) {
          // A full disk has ended the transaction; the error of that is the one to throw.
          const isOver = sql === "rollback" && !connection.isTransaction;
          if (isOver) return { changes: 0, lastInsertRowid: 0 };
          return orDamage(() => statement.run(...values as SQLInputValue[]));
        },
        iterate: (values) =>
          statement.iterate(...values as SQLInputValue[]) as never,
      };
    },
  };
}

/**
 * Moves what is in the log beside the file into the file, so that a copy of the
 * file alone is whole. The prepared statements keep SQLite from doing so itself.
 */
function moveLog(connection: DatabaseSync): void {
  try {
    connection.exec("pragma busy_timeout = 0; pragma wal_checkpoint(truncate)");
  } catch {
    // The log stays, and is read at the next start: the disk is full, or the file damaged.
  }
}

function orDamage<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw withDamage(error);
  }
}

function withDamage(error: unknown): unknown {
  const { errcode, message } = error as { errcode?: number; message: string };
  return DAMAGES.has(Number(errcode) & 0xff)
    ? new DamagedDatabaseError(message, { cause: error })
    : error;
}

/** Options for {@linkcode findDamage}. */
interface DamageOptions {
  /** Of a file with more bytes only the ends of its tables are looked at. @default {Infinity} */
  wholeUpTo?: number;
}

/** Looks at the whole of a SQLite file, and lists what is damaged; nothing of a server's database. */
export async function findDamage(
  { kysely, dialect }: Database,
  { wholeUpTo = Infinity }: DamageOptions = {},
): Promise<string[]> {
  if (dialect !== "sqlite") return [];
  try {
    if (await readSize(kysely) > wholeUpTo) {
      await readEnds(kysely);
      return [];
    }
    const { rows } = await sql<{ quick_check: string }>`
      pragma quick_check(20)`.execute(kysely);
    return rows.flatMap((row) => row.quick_check.split("\n"))
      .filter((line) => line !== "ok" && !line.startsWith("***"));
  } catch (error) {
    if (!(error instanceof DamagedDatabaseError)) throw error;
    return [(error.cause as Error).message];
  }
}

async function readSize(db: Kysely<Tables>): Promise<number> {
  const { rows: [row] } = await sql<{ bytes: number }>`
    select page_count * page_size as bytes
    from pragma_page_count, pragma_page_size`.execute(db);
  return row!.bytes;
}

/** Reads the first and the last row of each table that is there, along its key. */
async function readEnds(db: Kysely<Tables>): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select name from sqlite_master where type = 'table'`.execute(db);
  const names = new Set(rows.map(({ name }) => name));
  for (const [name, { primaryKey }] of Object.entries(TABLES)) {
    if (!names.has(name)) continue;
    for (const order of ["asc", "desc"]) {
      const key = primaryKey.map((column) => `${column} ${order}`);
      await sql`select * from ${sql.table(name)}
        order by ${sql.raw(key.join())} limit 1`.execute(db);
    }
  }
}
