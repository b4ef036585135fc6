import type { MysqlPool, MysqlPoolConnection } from "kysely";
import type {
  Pool,
  PoolConnection,
  QueryError,
  TypeCastField,
  TypeCastNext,
} from "mysql2";
import { Buffer } from "node:buffer";
import type { Socket } from "node:net";
import {
  NoAnswerError,
  NoConnectionError,
  UnstorableNumberError,
} from "./errors.ts";

/** Options for {@linkcode createMysqlPool}. */
export interface MysqlPoolOptions {
  /** How long a statement may take. */
  readonly queryMs: number;
  /** How long to wait for a connection. */
  readonly acquireMs: number;
  /** How many may wait for one. */
  readonly maxWaiting: number;
  /** Statements that a connection begins with. */
  readonly session: readonly string[];
}

/** How long open connections may take to close. */
const CLOSE_MS = 1_000;

/** A pool of mysql2 with a time limit for every wait, as Kysely sees it. */
export function createMysqlPool(
  pool: Pool,
  options: MysqlPoolOptions,
): MysqlPool {
  const { queryMs, acquireMs, maxWaiting, session } = options;
  const prepared = new WeakMap<PoolConnection, MysqlPoolConnection>();
  const open = new Set<PoolConnection>();
  let waiting = 0;
  pool.on("connection", (connection: PoolConnection) => {
    open.add(connection);
    socketOf(connection).once("close", () => open.delete(connection));
  });

  async function acquire(): Promise<MysqlPoolConnection> {
    if (waiting >= maxWaiting) {
      throw new NoConnectionError(`${waiting} others wait for one`);
    }
    waiting++;
    const raw = await getConnection(pool, acquireMs).finally(() => waiting--);
    const known = prepared.get(raw);
    if (known) return known;
    const connection = createMysqlConnection(raw, queryMs);
    try {
      for (const sql of session) await run(connection, sql);
    } catch (error) {
      connection.destroy();
      throw error;
    }
    prepared.set(raw, connection);
    return connection;
  }

  return {
    getConnection(done) {
      acquire().then(
        (connection) => done(null, connection),
        (error) => done(error, undefined as never),
      );
    },
    end(done) {
      const finish = () => {
        clearTimeout(timer);
        for (const connection of open) socketOf(connection).destroy();
        done(null);
      };
      const timer = setTimeout(finish, CLOSE_MS);
      pool.end(finish);
    },
  };
}

function getConnection(pool: Pool, maxMs: number): Promise<PoolConnection> {
  const { promise, resolve, reject } = Promise.withResolvers<PoolConnection>();
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    reject(new NoConnectionError(`none was free within ${maxMs} ms`));
  }, maxMs);
  pool.getConnection((error, connection) => {
    clearTimeout(timer);
    if (error) reject(error);
    else if (isLate) connection.release();
    else resolve(connection);
  });
  return promise;
}

function run(connection: MysqlPoolConnection, sql: string): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.query(sql, [], (error) => error ? reject(error) : resolve());
  });
}

/** After a failover a new connection leads to the new primary. */
const READ_ONLY_ERRORS = new Set([
  1290, // ER_OPTION_PREVENTS_STATEMENT
  1836, // ER_READ_ONLY_MODE
]);

type Done = Parameters<MysqlPoolConnection["query"]>[2] & object;

/**
 * A connection of mysql2's pool, as Kysely sees it. One that does not answer in
 * time is destroyed: a late answer would be taken for that of the next statement.
 */
function createMysqlConnection(
  raw: PoolConnection,
  queryMs: number,
): MysqlPoolConnection {
  let isGone = false;

  function destroy(): void {
    isGone = true;
    raw.destroy();
    socketOf(raw).destroy();
  }

  function query(sql: string, values: readonly unknown[], done: Done): void {
    let isSettled = false;
    const settle = (error: unknown, result: unknown) => {
      if (isSettled) return;
      isSettled = true;
      clearTimeout(timer); // mysql2's own outlives a lost connection
      if (error && isLost(error)) destroy();
      // The server rolls back the transaction of a lost connection.
      const isDone = isGone && sql === "rollback";
      done(isDone ? null : error, result as never);
    };
    const giveUp = () => settle(new NoAnswerError(queryMs), []);
    const timer = setTimeout(giveUp, queryMs);
    if (isGone) return settle(new NoConnectionError("it was closed"), []);
    try {
      raw.query({ sql, values: values.map(toMysqlValue) }, settle);
    } catch (error) {
      settle(error, []);
    }
  }
  return {
    config: raw.config,
    threadId: raw.threadId,
    connect: () => {},
    query: query as MysqlPoolConnection["query"],
    release: () => raw.release(),
    destroy,
  };
}

/** Whether an error makes its connection useless. */
function isLost(error: unknown): boolean {
  const { fatal, errno } = error as Partial<QueryError>;
  return fatal === true || error instanceof NoAnswerError ||
    READ_ONLY_ERRORS.has(errno ?? 0);
}

/** The socket of a connection; destroying it does not wait for a server that hangs. */
function socketOf(connection: PoolConnection): Socket {
  return (connection as unknown as { stream: Socket }).stream;
}

/**
 * Converts a statement's value to what mysql2 takes.
 *
 * @throws {UnstorableNumberError} If it is a number that is no integer.
 * @throws {TypeError} If no column can hold it.
 */
function toMysqlValue(
  value: unknown,
): string | number | bigint | Buffer | null {
  switch (typeof value) {
    case "string":
    case "bigint":
      return value;
    case "number":
      if (!Number.isInteger(value)) throw new UnstorableNumberError(value);
      return value;
  }
  if (value === null) return null;
  if (value instanceof Uint8Array) {
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  }
  throw new TypeError(`Cannot store value: it is of type ${typeof value}`);
}

/**
 * Converts a column's value to what our rows hold: integers and sums as numbers
 * (unsafe ones stay text; we store none), binary keys as text.
 */
export function readMysqlValue(
  field: TypeCastField,
  next: TypeCastNext,
): unknown {
  switch (field.type) {
    case "LONGLONG":
    case "NEWDECIMAL":
      return toNumber(field.string());
    case "VAR_STRING":
      return field.string("utf8");
    default:
      return next();
  }
}

function toNumber(text: string | null): number | string | null {
  if (text === null) return null;
  const value = Number(text);
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? value : text;
}
