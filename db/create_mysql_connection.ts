import type { MysqlPoolConnection } from "kysely";
import type { PoolConnection, QueryError } from "mysql2";
import { toMysqlValue } from "./connection/mysql_values.ts";
import { NoAnswerError } from "./no_answer_error.ts";
import { NoConnectionError } from "./no_connection_error.ts";
import { socketOf } from "./socket_of.ts";

/** After a failover the same name leads to another server, once it is looked up again. */
const READ_ONLY_ERRORS = new Set([
  1290, // ER_OPTION_PREVENTS_STATEMENT
  1836, // ER_READ_ONLY_MODE
]);

type Done = Parameters<MysqlPoolConnection["query"]>[2] & object;

/**
 * A connection of mysql2's pool, as Kysely sees it. One that does not answer in
 * time is destroyed, since its answer may still come and would be taken for
 * that of the next statement.
 */
export function createMysqlConnection(
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
      clearTimeout(timer); // mysql2's own outlives a connection that is lost
      if (error && isLost(error)) destroy();
      // The server rolls back what a connection that is gone has begun.
      const isDone = isGone && sql === "rollback";
      done(isDone ? null : error, result as never);
    };
    const giveUp = () => settle(new NoAnswerError(queryMs), []);
    const timer = setTimeout(giveUp, queryMs);
    if (isGone) return settle(new NoConnectionError("it is gone"), []);
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

/** Says whether a connection is of no more use. */
function isLost(error: unknown): boolean {
  const { fatal, errno } = error as Partial<QueryError>;
  return fatal === true || error instanceof NoAnswerError ||
    READ_ONLY_ERRORS.has(errno ?? 0);
}
