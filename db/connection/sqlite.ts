import { Kysely, type SqliteDatabase, SqliteDialect } from "kysely";
import {
  DatabaseSync,
  type SQLInputValue,
  type StatementSync,
} from "node:sqlite";
import type { Database } from "./database.ts";
import type { Tables } from "./tables.ts";

/** Prepared statements that one connection keeps. */
const MAX_STATEMENTS = 200;

/** How long a statement waits for another connection that writes. */
const BUSY_MS = 5_000;

const SQLITE_BUSY = 5;

/**
 * Opens a SQLite file in WAL mode, and creates it if it does not exist.
 *
 * A commit survives a crash of the process; a power cut may undo the newest
 * commits, never half of one.
 */
export function openSqlite(path: string): Database {
  const connection = new DatabaseSync(path);
  try {
    connection.exec(`pragma busy_timeout = ${BUSY_MS}`);
    writeAhead(connection);
    connection.exec("pragma synchronous = normal");
  } catch (error) {
    connection.close();
    throw error;
  }
  const database = withPreparedStatements(connection);
  const kysely = new Kysely<Tables>({
    dialect: new SqliteDialect({ database }),
  });
  return {
    dialect: "sqlite",
    kysely,
    [Symbol.asyncDispose]: () => kysely.destroy(),
  };
}

/**
 * Turns WAL mode on. If several processes create one file, SQLite refuses all but
 * one immediately, despite `busy_timeout`.
 */
function writeAhead(connection: DatabaseSync): void {
  const endMs = Date.now() + BUSY_MS;
  while (true) {
    try {
      connection.prepare("pragma journal_mode = wal").get(); // exec() sets no errcode
      return;
    } catch (error) {
      const { errcode } = error as { errcode?: number };
      if (errcode !== SQLITE_BUSY || Date.now() > endMs) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

/** A connection as Kysely needs it; statements that repeat stay prepared. */
function withPreparedStatements(connection: DatabaseSync): SqliteDatabase {
  const statements = new Map<string, StatementSync>();

  function prepare(sql: string): StatementSync {
    const statement = statements.get(sql) ?? connection.prepare(sql);
    statements.delete(sql);
    statements.set(sql, statement);
    if (statements.size > MAX_STATEMENTS) {
      statements.delete(statements.keys().next().value!);
    }
    return statement;
  }

  return {
    close: () => connection.close(),
    prepare(sql) {
      const statement = prepare(sql);
      return {
        reader: statement.columns().length > 0,
        all: (values) => statement.all(...values as SQLInputValue[]),
        run: (values) => statement.run(...values as SQLInputValue[]),
        iterate: (values) =>
          statement.iterate(...values as SQLInputValue[]) as never,
      };
    },
  };
}
