import type { MysqlPool, MysqlPoolConnection } from "kysely";
import type { Pool, PoolConnection } from "mysql2";
import { createMysqlConnection } from "../create_mysql_connection.ts";
import { NoConnectionError } from "../no_connection_error.ts";
import { socketOf } from "../socket_of.ts";

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

/** A pool of mysql2 that nothing waits on for ever, as Kysely sees it. */
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
