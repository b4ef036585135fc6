import {
  type Entry,
  type ScoredPost,
  scorePost,
  type SkipEntry,
  UNKNOWN_TOPIC,
} from "../../domain/pipeline/log_entry.ts";
import { repeat, retry } from "../../domain/time/retry.ts";
import { letOthersRun } from "../../domain/time/turns.ts";
import type { Delivery } from "../broker/broker.ts";
import {
  decodeMessage,
  DeleteMessage,
  EditMessage,
  MAX_HEAD,
  MessageSyntaxError,
  PostMessage,
  RejectedMessage,
} from "../broker/message.ts";

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
 * scored again.
 */
export async function persist<Stored>(
  batches: AsyncIterable<readonly Delivery[]>,
  store: Store<Stored>,
  options: PersistOptions<Stored>,
): Promise<void> {
  let topics: Topics = new Map();
  let readAt = -Infinity;

  async function storeBatch(batch: readonly Delivery[]): Promise<void> {
    const isOld = performance.now() - readAt > TOPICS_MS;
    if (isOld || batch.some((one) => isOfUnknownTopic(one, topics))) {
      const read = () => store.readTopics();
      topics = await retryWhileAway(read, batch.length, store, options);
      readAt = performance.now();
    }
    const entries: Entry[] = [];
    for (const delivery of batch) {
      entries.push(toEntry(delivery, topics));
      await letOthersRun();
    }
    try {
      await storeAll(entries, batch, store, options);
    } catch (error) {
      if (store.classifyError(error) !== "replaced") throw error;
      options.onFailed?.(error, batch.length);
      readAt = -Infinity;
      await storeBatch(batch);
    }
  }

  for await (const batch of batches) {
    await storeBatch(batch);
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

/** Topics by slug. */
type Topics = ReadonlyMap<string, {
  /** The number that rows know it by. */
  readonly id: number;
  /** Folded words of its query: they carry no sentiment. */
  readonly words: ReadonlySet<string>;
}>;

/** Decodes and scores a message. An invalid one becomes a skip; the checkpoint of a stray is void. */
export function toEntry(
  delivery: Omit<Delivery, "ack">,
  topics: Topics,
): Entry {
  try {
    const entry = decode(delivery, topics);
    return delivery.isStray ? { ...entry, checkpoint: null } : entry;
  } catch (error) {
    if (!(error instanceof MessageSyntaxError)) throw error;
    return toSkip(delivery, error.message);
  }
}

/** Whether a message is a post of a topic that is not among `topics`. */
export function isOfUnknownTopic(
  { subject }: Pick<Delivery, "subject">,
  topics: Topics,
): boolean {
  const { kind, topic } = parseSubject(subject);
  return kind === "posts" && !topics.has(topic);
}

/** Reads `posts.<topic>.<source>` or `<kind>.<source>`; of anything else, `kind` is empty. */
function parseSubject(subject: string) {
  const [kind = "", ...names] = subject.split(".");
  const isPost = kind === "posts";
  const [topic, source] = isPost ? names : [null, ...names];
  const isWhole = names.length === (isPost ? 2 : 1);
  return {
    kind: isWhole ? kind : "",
    topic: topic ?? "",
    source: source ?? "",
  };
}

/** The entry of a message that cannot be stored as it is. */
export function toSkip(
  { logSeq, data }: Pick<Delivery, "logSeq" | "data">,
  detail: string,
): SkipEntry {
  return {
    kind: "skip",
    reason: "malformed",
    detail,
    logSeq,
    head: data.slice(0, MAX_HEAD),
    receivedMs: Date.now(),
    checkpoint: null,
  };
}

function decode(
  { logSeq, subject, data }: Omit<Delivery, "ack">,
  topics: Topics,
): Entry {
  const { kind, topic: slug, source } = parseSubject(subject);
  const base = { logSeq, source, head: data.slice(0, MAX_HEAD) };
  const rescore = (topicId: number, post: ScoredPost) =>
    scorePost(post, wordsOf(topicId, topics));
  if (kind === "rejected") {
    const message = decodeMessage(RejectedMessage, data);
    const head = Uint8Array.fromBase64(message.head);
    return { ...base, ...message, kind: "skip", head };
  }
  if (kind === "deletes") {
    const { id, isPrefix = false, ...message } = decodeMessage(
      DeleteMessage,
      data,
    );
    return { ...base, ...message, kind: "delete", extId: id, isPrefix };
  }
  if (kind === "edits") {
    const { id, receivedMs, checkpoint, ...post } = decodeMessage(
      EditMessage,
      data,
    );
    const about = { extId: id, receivedMs, checkpoint, post, rescore };
    return { ...base, ...about, kind: "edit" };
  }
  if (kind !== "posts") {
    throw new MessageSyntaxError(`no message has the subject ${subject}`);
  }
  const topic = topics.get(slug);
  if (!topic) {
    return toSkip({ logSeq, data }, `${UNKNOWN_TOPIC}${slug}.${source}`);
  }
  const { id, ...message } = decodeMessage(PostMessage, data);
  return {
    ...base,
    ...message,
    ...scorePost(message, topic.words),
    kind: "post",
    extId: id,
    topicId: topic.id,
    rescore,
  };
}

const NO_WORDS: ReadonlySet<string> = new Set();

function wordsOf(topicId: number, topics: Topics): ReadonlySet<string> {
  return topics.values().find(({ id }) => id === topicId)?.words ?? NO_WORDS;
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
