import type { MysqlPool, MysqlPoolConnection } from "kysely";
import type { Pool, PoolConnection, QueryError } from "mysql2";
import type { Socket } from "node:net";
import { NoConnectionError } from "./no_connection_error.ts";
import { toMysqlValue } from "./to_mysql_value.ts";

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

/** How long open connections may take to say goodbye. */
const CLOSE_MS = 1_000;

type Done = Parameters<MysqlPoolConnection["query"]>[2] & object;

/**
 * A pool of mysql2 that nothing waits on for ever, as Kysely sees it: a
 * connection that does not answer in time is destroyed, since its answer may
 * still come and would be taken for that of the next statement.
 */
export function createMysqlPool(
  pool: Pool,
  options: MysqlPoolOptions,
): MysqlPool {
  const { acquireMs, maxWaiting, session } = options;
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
    const connection = createConnection(raw, options);
    try {
      for (const sql of session) await run(connection, sql);
    } catch (error) {
      destroy(raw);
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

function createConnection(
  raw: PoolConnection,
  { queryMs }: MysqlPoolOptions,
): MysqlPoolConnection {
  let isGone = false;

  function query(sql: string, values: readonly unknown[], done: Done): void {
    // The server rolls back what a connection that is gone has begun.
    const settle: Done = (error, result) =>
      done(isGone && sql === "rollback" ? null : error, result);
    if (isGone) return settle(new NoConnectionError("it is gone"), [] as never);
    let given: unknown[];
    try {
      given = values.map(toMysqlValue);
    } catch (error) {
      return done(error, [] as never);
    }
    raw.query({ sql, values: given, timeout: queryMs }, (error, result) => {
      if (error && isLost(error)) {
        isGone = true;
        destroy(raw);
      }
      settle(error, result as never);
    });
  }
  return {
    config: raw.config,
    threadId: raw.threadId,
    connect: () => {},
    query: query as MysqlPoolConnection["query"],
    release: () => raw.release(),
    destroy: () => destroy(raw),
  };
}

function run(connection: MysqlPoolConnection, sql: string): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.query(sql, [], (error) => error ? reject(error) : resolve());
  });
}

/** A query that took too long has no `fatal`, although its connection is of no more use. */
function isLost(error: QueryError): boolean {
  return error.fatal || error.code === "PROTOCOL_SEQUENCE_TIMEOUT";
}

/** Takes a connection out of the pool; a server that hangs would not answer a farewell. */
function destroy(connection: PoolConnection): void {
  connection.destroy();
  socketOf(connection).destroy();
}

function socketOf(connection: PoolConnection): Socket {
  return (connection as unknown as { stream: Socket }).stream;
}
