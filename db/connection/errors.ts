/** What a failed statement says: bad data, or a database that is unavailable for now. */
export type DatabaseFault = "data" | "away";

/** Says what a database's error is about; null if it is not a database's error. */
export function classifyError(error: unknown): DatabaseFault | null {
  if (!(error instanceof Error)) return null;
  if (!("errcode" in error)) return classifyMysqlError(error);
  return SQLITE_DATA_CODES.has(Number(error.errcode) & 0xff) ? "data" : "away";
}

/** SQLite's primary result codes that are about the values. */
const SQLITE_DATA_CODES = new Set([
  18, // SQLITE_TOOBIG
  19, // SQLITE_CONSTRAINT
  20, // SQLITE_MISMATCH
  25, // SQLITE_RANGE
]);

/** Numbers of MySQL's and MariaDB's errors that are about the values. */
const MYSQL_DATA_ERRORS = new Set([
  1048, // ER_BAD_NULL_ERROR
  1062, // ER_DUP_ENTRY
  1153, // ER_NET_PACKET_TOO_LARGE
  1216, // ER_NO_REFERENCED_ROW
  1264, // ER_WARN_DATA_OUT_OF_RANGE
  1265, // WARN_DATA_TRUNCATED
  1292, // ER_TRUNCATED_WRONG_VALUE
  1300, // ER_INVALID_CHARACTER_STRING
  1364, // ER_NO_DEFAULT_FOR_FIELD
  1366, // ER_TRUNCATED_WRONG_VALUE_FOR_FIELD
  1406, // ER_DATA_TOO_LONG
  1452, // ER_NO_REFERENCED_ROW_2
  1690, // ER_DATA_OUT_OF_RANGE
  3819, // ER_CHECK_CONSTRAINT_VIOLATED
  3988, // ER_IMPOSSIBLE_STRING_CONVERSION
  4025, // ER_CONSTRAINT_FAILED
]);

/**
 * Classifies an error of mysql2. What is not about values may pass: the server
 * is unavailable, full or read-only, or its tables are being changed. Some errors
 * that break a connection have no code, only `fatal`.
 */
function classifyMysqlError(error: Error): DatabaseFault | null {
  if (error instanceof UnstorableNumberError) return "data";
  if (error instanceof NoAnswerError) return "away";
  if (error instanceof NoConnectionError) return "away";
  const { errno, sqlState, code, fatal } = error as Partial<
    Record<"errno" | "sqlState" | "code" | "fatal", unknown>
  >;
  if (typeof errno === "number" && MYSQL_DATA_ERRORS.has(errno)) return "data";
  const isServers = typeof sqlState === "string";
  const isProtocols = typeof code === "string" && code.startsWith("PROTOCOL_");
  return isServers || isProtocols || fatal === true ? "away" : null;
}

/** Thrown when a SQLite file cannot be read; nothing is written into it any more. */
export class DamagedDatabaseError extends Error {
  constructor(detail: string, options?: ErrorOptions) {
    super(
      `Database file is damaged: ${detail}; keep it aside, and restore a copy or begin a new one`,
      options,
    );
    this.name = "DamagedDatabaseError";
  }
}

/** Thrown for a SQLite file that another program made. */
export class ForeignDatabaseError extends Error {
  constructor() {
    super("Database belongs to another program: it is left as it is");
    this.name = "ForeignDatabaseError";
  }
}

/** MySQL's and MariaDB's errors for transactions that got in each other's way. */
const CONFLICTS = new Set([
  1020, // ER_CHECKREAD: a row has changed since the snapshot
  1205, // ER_LOCK_WAIT_TIMEOUT
  1213, // ER_LOCK_DEADLOCK; at a commit too, where several nodes write
  3101, // ER_TRANSACTION_ROLLBACK_DURING_COMMIT: the same of group replication
]);

/** Says whether a transaction failed that may succeed when it is retried. */
export function isConflict(error: unknown): boolean {
  return error instanceof Error && "errno" in error &&
    CONFLICTS.has(Number(error.errno));
}

/** Thrown when a database does not answer in time; the statement may have been executed. */
export class NoAnswerError extends Error {
  constructor(maxMs: number) {
    super(`Database did not answer within ${maxMs} ms`);
    this.name = "NoAnswerError";
  }
}

/** Thrown when no connection becomes free in time, or too many wait for one. */
export class NoConnectionError extends Error {
  constructor(detail: string) {
    super(`Cannot get a database connection: ${detail}`);
    this.name = "NoConnectionError";
  }
}

/** Thrown for a number that no column holds; MySQL would silently round it. */
export class UnstorableNumberError extends RangeError {
  constructor(value: number) {
    super(`Cannot store number: ${value} is not an integer`);
    this.name = "UnstorableNumberError";
  }
}
