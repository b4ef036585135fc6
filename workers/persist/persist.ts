import { setTimeout as delay } from "node:timers/promises";
import { classifyError } from "../../db/classify_error.ts";
import type { Entry } from "../../domain/entry.ts";
import type { Stored } from "../../db/store_batch.ts";
import type { Delivery } from "../broker/broker.ts";
import { toEntry, type Topics, toSkip } from "./to_entry.ts";

/** Stores entries in one transaction; storing twice equals storing once. */
export type Store = (entries: readonly Entry[]) => Promise<Stored>;

/** Options for {@linkcode persist}. */
export interface PersistOptions {
  /** Ends the waiting for a database that is away. */
  signal: AbortSignal;
  /** First wait when the database is away; it doubles up to 30 times. @default {200} */
  retryMs?: number;
  /** Told after each commit. */
  onStored?: (stored: Stored) => void;
  /** Told of each failed attempt, which is tried again. */
  onFailed?: (error: unknown, count: number) => void;
}

/**
 * Stores each batch, then acknowledges it.
 *
 * A message is acknowledged only after the transaction that holds it has
 * committed, so a crash at any line delivers it again. A database that is away
 * is waited for; a message that the database refuses is found by halving its
 * batch, and becomes a `skipped` row.
 */
export async function persist(
  batches: AsyncIterable<readonly Delivery[]>,
  topics: Topics,
  store: Store,
  options: PersistOptions,
): Promise<void> {
  for await (const batch of batches) {
    const entries = batch.map((delivery) => toEntry(delivery, topics));
    await storeAll(entries, batch, store, options);
    for (const delivery of batch) delivery.ack();
  }
}

async function storeAll(
  entries: readonly Entry[],
  batch: readonly Delivery[],
  store: Store,
  options: PersistOptions,
): Promise<void> {
  try {
    await storeWhenBack(entries, store, options);
  } catch (error) {
    if (classifyError(error) !== "data") throw error;
    if (entries.length === 1) {
      const skip = toSkip(batch[0]!, `The database refuses it: ${error}`);
      return await storeWhenBack([skip], store, options);
    }
    const half = entries.length >> 1;
    await storeAll(
      entries.slice(0, half),
      batch.slice(0, half),
      store,
      options,
    );
    await storeAll(entries.slice(half), batch.slice(half), store, options);
  }
}

/** Tries until the database answers; throws only what waiting does not cure. */
async function storeWhenBack(
  entries: readonly Entry[],
  store: Store,
  options: PersistOptions,
): Promise<void> {
  const { signal, retryMs = 200 } = options;
  const { onStored = () => {}, onFailed = () => {} } = options;
  for (let waitMs = retryMs;; waitMs = Math.min(waitMs * 2, retryMs * 30)) {
    try {
      return onStored(await store(entries));
    } catch (error) {
      if (classifyError(error) !== "away") throw error;
      onFailed(error, entries.length);
      await delay(waitMs * (0.5 + Math.random() / 2), undefined, { signal });
    }
  }
}
