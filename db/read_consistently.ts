import type { Transaction } from "kysely";
import type { Database } from "./connection/database.ts";
import type { Tables } from "./connection/tables.ts";

/** Reads as of one moment, whatever others write meanwhile. */
export async function readConsistently<T>(
  { kysely, dialect }: Database,
  read: (trx: Transaction<Tables>) => Promise<T>,
): Promise<T> {
  const transaction = kysely.transaction();
  // MySQL's moment is that of the first read; SQLite knows no other way.
  return await (dialect === "mysql"
    ? transaction.setIsolationLevel("repeatable read")
      .setAccessMode("read only").execute(read)
    : transaction.execute(read));
}
