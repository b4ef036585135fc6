import type { Transaction } from "kysely";
import { setTimeout as delay } from "node:timers/promises";
import type { Database } from "./connection/database.ts";
import { isConflict } from "./connection/errors.ts";
import type { Tables } from "./connection/tables.ts";

const TRIES = 10;
const MIN_MS = 5;
const MAX_MS = 200;

/**
 * Runs a transaction, and runs it again from its beginning where it and another
 * locked each other out, at any statement or at its commit.
 */
export async function retryTransaction<T>(
  { kysely }: Database,
  work: (trx: Transaction<Tables>) => Promise<T>,
): Promise<T> {
  for (let left = TRIES - 1;; left--) {
    try {
      return await kysely.transaction().execute(work);
    } catch (error) {
      if (left === 0 || !isConflict(error)) throw error;
    }
    await delay(MIN_MS + Math.random() * (MAX_MS - MIN_MS));
  }
}
