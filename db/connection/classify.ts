import { NoAnswerError, NoConnectionError } from "./errors.ts";
import { UnstorableNumberError } from "./mysql_values.ts";

/** What a failed statement says: bad data, or a database that is away for now. */
export type DatabaseFault = "data" | "away";

/** SQLite's primary result codes that are about the values, not about the moment. */
const DATA_CODES = new Set([
  18, // SQLITE_TOOBIG
  19, // SQLITE_CONSTRAINT
  20, // SQLITE_MISMATCH
  25, // SQLITE_RANGE
]);

/** Says what a database's error is about; null if it is not a database's error. */
export function classifyError(error: unknown): DatabaseFault | null {
  if (!(error instanceof Error)) return null;
  if (!("errcode" in error)) return classifyMysqlError(error);
  return DATA_CODES.has(Number(error.errcode) & 0xff) ? "data" : "away";
}

/** Numbers of MySQL's and MariaDB's errors that are about the values, not about the moment. */
const DATA_ERRORS = new Set([
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
 * Says what an error of mysql2 is about; null if it is none.
 *
 * Whatever is not about values may pass: the server is away, full, read-only,
 * or somebody is about to make its tables anew. What breaks a connection is told
 * by `fatal`, since some of it has no code.
 */
function classifyMysqlError(error: Error): DatabaseFault | null {
  if (error instanceof UnstorableNumberError) return "data";
  if (error instanceof NoAnswerError) return "away";
  if (error instanceof NoConnectionError) return "away";
  const { errno, sqlState, code, fatal } = error as Partial<
    Record<"errno" | "sqlState" | "code" | "fatal", unknown>
  >;
  if (typeof errno === "number" && DATA_ERRORS.has(errno)) return "data";
  const isServers = typeof sqlState === "string";
  const isProtocols = typeof code === "string" && code.startsWith("PROTOCOL_");
  return isServers || isProtocols || fatal === true ? "away" : null;
}
