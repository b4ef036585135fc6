import { Kysely, MysqlDialect } from "kysely";
import type { SslOptions } from "mysql2";
import { readFileSync } from "node:fs";
import {
  DatabaseUrlError,
  type MysqlAddress,
  parseDatabaseUrl,
} from "../../domain/settings/database_url.ts";
import type { Database } from "./database.ts";
import { createMysqlPool, readMysqlValue } from "./mysql_pool.ts";
import type { Tables } from "./tables.ts";

/** Options for {@linkcode openMysql}. */
export interface OpenMysqlOptions {
  /** Connections at most. @default {10} */
  connections?: number;
  /** Statements that may wait for a connection. @default {2_000} */
  maxWaiting?: number;
  /** How long connecting may take. @default {3_000} */
  connectMs?: number;
  /** How long to wait for a free connection. @default {5_000} */
  acquireMs?: number;
  /** How long a statement may take, two thirds of it for locks. @default {15_000} */
  queryMs?: number;
}

/** Modes of both kinds of server; a value that does not fit is an error, never truncated. */
const SQL_MODE = [
  "ONLY_FULL_GROUP_BY",
  "STRICT_ALL_TABLES",
  "NO_ZERO_IN_DATE",
  "NO_ZERO_DATE",
  "ERROR_FOR_DIVISION_BY_ZERO",
  "NO_ENGINE_SUBSTITUTION",
].join(",");

/**
 * Opens a MySQL or MariaDB database: `mysql://user:password@host:3306/name`.
 * Connections are opened when needed, and reopened when lost.
 *
 * @throws {DatabaseUrlError} If the address is invalid.
 */
export function openMysql(
  url: string,
  options: OpenMysqlOptions = {},
): Database {
  const address = parseDatabaseUrl(url);
  if (address.kind !== "mysql") {
    throw new DatabaseUrlError("must be mysql://USER:PASSWORD@HOST/DATABASE");
  }
  const { connections = 10, maxWaiting = 2_000, connectMs = 3_000 } = options;
  const { acquireMs = 5_000, queryMs = 15_000 } = options;
  const { host, port, user, password, database } = address;
  const ssl = readSsl(address);
  const settings = {
    host,
    port,
    user,
    password,
    database,
    ...(ssl ? { ssl } : {}),
    charset: "utf8mb4",
    timezone: "Z",
    connectionLimit: connections,
    connectTimeout: connectMs,
    supportBigNumbers: true,
    stringifyObjects: true,
    multipleStatements: false,
    flags: ["-LOCAL_FILES"],
    typeCast: readMysqlValue,
  };
  const session = sessionStatements(queryMs);
  const kysely = new Kysely<Tables>({
    dialect: new MysqlDialect({
      // Loading the client takes a tenth of a second, which SQLite's start is spared.
      async pool() {
        const { createPool } = await import("mysql2");
        const options = { queryMs, acquireMs, maxWaiting, session };
        return createMysqlPool(createPool(settings), options);
      },
    }),
  });
  return {
    dialect: "mysql",
    kysely,
    [Symbol.asyncDispose]: () => kysely.destroy(),
  };
}

/** By default mysql2 does not check the host name of the certificate. */
function readSsl({ ssl }: MysqlAddress): SslOptions | null {
  if (ssl === null) return null;
  const ca = ssl === "system" ? {} : { ca: readFileSync(ssl.caPath) };
  return { ...ca, verifyIdentity: true, minVersion: "TLSv1.2" };
}

/**
 * Statements that each connection begins with. A server continues a statement
 * whose client is gone, and holds its locks, so it must time out a little before
 * the client does: MariaDB ends any statement, MySQL only reads.
 */
function sessionStatements(queryMs: number): string[] {
  const endMs = Math.floor(queryMs * 0.9);
  const lockSeconds = Math.max(1, Math.floor(queryMs * 2 / 3 / 1_000));
  return [
    "set names utf8mb4",
    "set session transaction isolation level read committed",
    `set session sql_mode = '${SQL_MODE}', time_zone = '+00:00', autocommit = 1,
      /*M! max_statement_time = ${endMs / 1_000}, */
      /*!80000 max_execution_time = ${endMs}, */
      innodb_lock_wait_timeout = ${lockSeconds}, lock_wait_timeout = ${lockSeconds}`,
  ];
}
