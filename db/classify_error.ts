import { classifyMysqlError } from "./connection/classify.ts";

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
