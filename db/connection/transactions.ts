import type { Kysely, Transaction } from "kysely";
import { retry } from "../../domain/time/retry.ts";
import type { Database } from "./database.ts";
import { isConflict } from "./errors.ts";
import type { Tables } from "./tables.ts";

/** Runs a transaction, and retries the whole of it on a deadlock, at any statement or at its commit. */
export async function retryTransaction<T>(
  { kysely }: Database,
  work: (trx: Transaction<Tables>) => Promise<T>,
): Promise<T> {
  return await retry(() => kysely.transaction().execute(work), {
    isTransient: isConflict,
    tries: 10,
    baseMs: 200,
    maxMs: 200,
    jitter: 0.975, // at least 5 ms
  });
}

/** Runs {@linkcode retryTransaction} while nobody else stores: what it reads stays true until it commits. */
export async function writeAlone<T>(
  db: Database,
  work: (trx: Transaction<Tables>) => Promise<T>,
): Promise<T> {
  return await retryTransaction(db, async (trx) => {
    await takeSeqs(trx, 0); // makes all others who store wait
    return await work(trx);
  });
}

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

/**
 * Takes the next `count` numbers of the commit order and returns the first.
 *
 * The counter's row stays locked until the transaction ends, so that numbers
 * become visible in order, and whatever the transaction reads next is settled.
 */
export async function takeSeqs(
  trx: Transaction<Tables>,
  count: number,
): Promise<number> {
  await trx.updateTable("counters")
    .set((eb) => ({ value: eb("value", "+", count) }))
    .where("name", "=", "seq").execute();
  return await readSeq(trx) - count + 1;
}

/** The last number of the commit order that was taken: every row up to it is visible. */
export async function readSeq(db: Kysely<Tables>): Promise<number> {
  const { value } = await db.selectFrom("counters").select("value")
    .where("name", "=", "seq").executeTakeFirstOrThrow();
  return value;
}
