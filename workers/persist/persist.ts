import { setTimeout as delay } from "node:timers/promises";
import type { Entry } from "../../domain/pipeline/log_entry.ts";
import type { Delivery } from "../broker/broker.ts";
import { isOfUnknownTopic, toEntry, type Topics, toSkip } from "./to_entry.ts";

/** How long a topic's words are taken for what they were. */
const TOPICS_MS = 2_000;

/** The database, as persisting sees it. */
export interface Store<Stored> {
  /** All topics, as they are now. */
  readTopics(): Promise<Topics>;
  /** Stores entries in one transaction; storing twice equals storing once. */
  store(entries: readonly Entry[]): Promise<Stored>;
  /** What an error of `store` is about: the entries, a database that is away, or neither. */
  classifyError(error: unknown): "data" | "away" | null;
}

/** Options for {@linkcode persist}. */
export interface PersistOptions<Stored> {
  /** Ends the waiting for a database that is away. */
  signal: AbortSignal;
  /** First wait when the database is away; it doubles up to 30 times. @default {200} */
  retryMs?: number;
  /** Told after each commit. */
  onStored?: (stored: Stored) => void;
  /** Told of each attempt that failed because the database is away. */
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
export async function persist<Stored>(
  batches: AsyncIterable<readonly Delivery[]>,
  store: Store<Stored>,
  options: PersistOptions<Stored>,
): Promise<void> {
  let topics: Topics = new Map();
  let readAt = -Infinity;
  for await (const batch of batches) {
    const isOld = performance.now() - readAt > TOPICS_MS;
    if (isOld || batch.some((one) => isOfUnknownTopic(one, topics))) {
      const read = () => store.readTopics();
      topics = await whenBack(read, batch.length, store, options);
      readAt = performance.now();
    }
    const entries = batch.map((delivery) => toEntry(delivery, topics));
    await storeAll(entries, batch, store, options);
    for (const delivery of batch) delivery.ack();
  }
}

async function storeAll<Stored>(
  entries: readonly Entry[],
  batch: readonly Delivery[],
  store: Store<Stored>,
  options: PersistOptions<Stored>,
): Promise<void> {
  try {
    await storeWhenBack(entries, store, options);
  } catch (error) {
    if (store.classifyError(error) !== "data") throw error;
    if (entries.length === 1) {
      const skip = toSkip(batch[0]!, `The database refuses it: ${error}`);
      return await storeWhenBack([skip], store, options);
    }
    const middle = entries.length >> 1;
    for (const [from, to] of [[0, middle], [middle]] as const) {
      const half = entries.slice(from, to);
      await storeAll(half, batch.slice(from, to), store, options);
    }
  }
}

async function storeWhenBack<Stored>(
  entries: readonly Entry[],
  store: Store<Stored>,
  options: PersistOptions<Stored>,
): Promise<void> {
  const write = () => store.store(entries);
  const stored = await whenBack(write, entries.length, store, options);
  options.onStored?.(stored);
}

/** Tries until the database answers; throws only what waiting does not cure. */
async function whenBack<T, Stored>(
  attempt: () => Promise<T>,
  messages: number,
  store: Store<Stored>,
  options: PersistOptions<Stored>,
): Promise<T> {
  const { signal, retryMs = 200, onFailed = () => {} } = options;
  for (let waitMs = retryMs;; waitMs = Math.min(waitMs * 2, retryMs * 30)) {
    try {
      return await attempt();
    } catch (error) {
      if (store.classifyError(error) !== "away") throw error;
      onFailed(error, messages);
    }
    await delay(waitMs * (0.5 + Math.random() / 2), undefined, { signal });
  }
}
