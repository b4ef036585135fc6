import type { Entry } from "../../domain/pipeline/log_entry.ts";
import { repeat, retry } from "../../domain/time/retry.ts";
import { letOthersRun } from "../../domain/time/turns.ts";
import type { Delivery } from "../broker/broker.ts";
import { isOfUnknownTopic, toEntry, type Topics, toSkip } from "./entries.ts";

/** How long cached topics are used before they are read again. */
const TOPICS_MS = 2_000;

/** The part of the database that persist needs. */
export interface Store<Stored> {
  /** All topics, archived ones too. */
  readTopics(): Promise<Topics>;
  /** Stores entries in one transaction. Storing them again changes nothing. */
  store(entries: readonly Entry[]): Promise<Stored>;
  /**
   * What caused an error: the entries, an unreachable database, one that was
   * replaced by another (its topics have other ids), or neither.
   */
  classifyError(error: unknown): "data" | "away" | "replaced" | null;
}

/** Options for {@linkcode persist}. */
export interface PersistOptions<Stored> {
  /** Ends the retries while the database is away. */
  signal: AbortSignal;
  /** Ends the batches, one of which is read ahead, when storing has failed. */
  stop?: () => void;
  /** First wait while the database is away; it grows up to 30 times. @default {200} */
  retryMs?: number;
  /** Called after each commit. */
  onStored?: (stored: Stored) => void;
  /** Called for each attempt that failed because the database is away. */
  onFailed?: (error: unknown, count: number) => void;
}

/**
 * Stores each batch, then acknowledges it.
 *
 * A message is acknowledged only after its transaction has committed, so a crash
 * at any line delivers it again. Storing is retried while the database is away.
 * A message that the database refuses is found by halving its batch, and becomes
 * a `skipped` row. If the database was replaced, topics are read and messages
 * scored again. While a batch is stored, the next one is scored.
 */
export async function persist<Stored>(
  batches: AsyncIterable<readonly Delivery[]>,
  store: Store<Stored>,
  options: PersistOptions<Stored>,
): Promise<void> {
  let topics: Topics = new Map();
  let readAt = -Infinity;

  function mustRead(batch: readonly Delivery[]): boolean {
    return performance.now() - readAt > TOPICS_MS ||
      batch.some((one) => isOfUnknownTopic(one, topics));
  }

  async function score(batch: readonly Delivery[]): Promise<Scored> {
    const known = topics;
    const entries: Entry[] = [];
    for (const delivery of batch) {
      entries.push(toEntry(delivery, known));
      await letOthersRun();
    }
    return { batch, entries, topics: known };
  }

  /** The next batch, scored while another is stored, unless topics are to be read: they change with the database. */
  async function readAhead(): Promise<Scored | null> {
    const { value: batch, done } = await reader.next();
    if (done) return null;
    return mustRead(batch)
      ? { batch, entries: [], topics: null }
      : score(batch);
  }

  async function storeBatch({ batch, ...scored }: Scored): Promise<void> {
    let { entries } = scored;
    if (scored.topics !== topics) {
      if (mustRead(batch)) {
        const read = () => store.readTopics();
        topics = await retryWhileAway(read, batch.length, store, options);
        readAt = performance.now();
      }
      ({ entries } = await score(batch));
    }
    try {
      await storeAll(entries, batch, store, options);
    } catch (error) {
      if (store.classifyError(error) !== "replaced") throw error;
      options.onFailed?.(error, batch.length);
      readAt = -Infinity;
      await storeBatch({ batch, entries: [], topics: null });
    }
  }

  const reader = batches[Symbol.asyncIterator]();
  let next = readAhead();
  try {
    for (let scored = await next; scored; scored = await next) {
      next = readAhead();
      next.catch(() => {}); // it is thrown where it is awaited
      await storeBatch(scored);
      for (const delivery of scored.batch) delivery.ack();
    }
  } finally {
    options.stop?.();
    await reader.return?.();
  }
}

/** A batch with what is stored of it. */
interface Scored {
  readonly batch: readonly Delivery[];
  readonly entries: readonly Entry[];
  /** The topics that it was scored with; null if it was not. */
  readonly topics: Topics | null;
}

async function storeAll<Stored>(
  entries: readonly Entry[],
  batch: readonly Delivery[],
  store: Store<Stored>,
  options: PersistOptions<Stored>,
): Promise<void> {
  try {
    await storeWithRetry(entries, store, options);
  } catch (error) {
    if (store.classifyError(error) !== "data") throw error;
    if (entries.length === 1) {
      const skip = toSkip(batch[0]!, `The database refuses it: ${error}`);
      return await storeWithRetry([skip], store, options);
    }
    const middle = entries.length >> 1;
    for (const [from, to] of [[0, middle], [middle]] as const) {
      const half = entries.slice(from, to);
      await storeAll(half, batch.slice(from, to), store, options);
    }
  }
}

async function storeWithRetry<Stored>(
  entries: readonly Entry[],
  store: Store<Stored>,
  options: PersistOptions<Stored>,
): Promise<void> {
  const write = () => store.store(entries);
  const stored = await retryWhileAway(write, entries.length, store, options);
  options.onStored?.(stored);
}

/** Retries while the database is away; throws what retrying does not cure. */
async function retryWhileAway<T, Stored>(
  work: () => Promise<T>,
  messages: number,
  { classifyError }: Store<Stored>,
  { signal, retryMs = 200, onFailed = () => {} }: PersistOptions<Stored>,
): Promise<T> {
  try {
    return await retry(work, {
      baseMs: retryMs,
      maxMs: retryMs * 30,
      isTransient: (error) => classifyError(error) === "away",
      onRetry: (error) => onFailed(error, messages),
      signal,
    });
  } catch (error) {
    if (classifyError(error) === "away") signal.throwIfAborted();
    throw error;
  }
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Options for {@linkcode enforceRetention}. */
interface RetentionOptions {
  /** Days to keep posts; 0 keeps them for ever. */
  retentionDays: number;
  signal: AbortSignal;
  /** @default {3_600_000} */
  intervalMs?: number;
  /** Called for each deletion that failed. */
  onError?: (error: unknown) => void;
}

/** Deletes posts by age, at once and then every hour, until `signal` aborts. */
export async function enforceRetention(
  prune: (beforeMs: number) => Promise<unknown>,
  options: RetentionOptions,
): Promise<void> {
  const { retentionDays, signal } = options;
  const { intervalMs = HOUR_MS, onError = () => {} } = options;
  if (retentionDays === 0) return;
  await repeat(async () => {
    await prune(Date.now() - retentionDays * DAY_MS);
  }, { signal, everyMs: intervalMs, onError });
}
