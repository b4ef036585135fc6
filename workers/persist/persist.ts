import { setTimeout as delay } from "node:timers/promises";
import {
  type Entry,
  type ScoredPost,
  scorePost,
  type Scoring,
  type SkipEntry,
} from "../../domain/pipeline/log_entry.ts";
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

/** Topics by slug. */
type Topics = ReadonlyMap<string, {
  /** The number that rows know it by. */
  readonly id: number;
  /** The words that its query asks for, folded: they carry no sentiment. */
  readonly words: ReadonlySet<string>;
}>;

/** Decodes and scores a message of the log. What is no message becomes a skip. */
export function toEntry(
  delivery: Omit<Delivery, "ack">,
  topics: Topics,
): Entry {
  try {
    return decode(delivery, topics);
  } catch (error) {
    if (!(error instanceof MessageSyntaxError)) throw error;
    return toSkip(delivery, error.message);
  }
}

/** Whether a message is about a topic that is not among `topics`. */
export function isOfUnknownTopic(
  { subject }: Pick<Delivery, "subject">,
  topics: Topics,
): boolean {
  const [kind, slug = ""] = subject.split(".");
  return kind === "posts" && !topics.has(slug);
}

/** What a message becomes that cannot be a post. */
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
  const [kind, ...rest] = subject.split(".");
  const source = rest.at(-1) ?? "";
  const base = { logSeq, source, head: data.slice(0, MAX_HEAD) };
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
    const score = scoreByTopic(topics);
    const about = { extId: id, receivedMs, checkpoint, post, score };
    return { ...base, ...about, kind: "edit" };
  }
  const topic = topics.get(rest[0] ?? "");
  if (kind !== "posts" || !topic) {
    throw new MessageSyntaxError(`there is no topic for subject ${subject}`);
  }
  const { id, ...message } = decodeMessage(PostMessage, data);
  return {
    ...base,
    ...message,
    ...scorePost(message, topic.words),
    kind: "post",
    extId: id,
    topicId: topic.id,
  };
}

const NO_WORDS: ReadonlySet<string> = new Set();

function scoreByTopic(
  topics: Topics,
): (topicId: number, post: ScoredPost) => Scoring {
  const words = new Map(
    Array.from(topics.values(), (topic) => [topic.id, topic.words]),
  );
  return (topicId, post) => scorePost(post, words.get(topicId) ?? NO_WORDS);
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Options for {@linkcode keepYoung}. */
export interface KeepYoungOptions {
  /** Days that posts are kept; 0: for ever. */
  retentionDays: number;
  signal: AbortSignal;
  /** From one deletion to the next. @default {3_600_000} */
  everyMs?: number;
  /** Told of each deletion that failed; the next is tried all the same. */
  onError?: (error: unknown) => void;
}

/** Deletes posts by age, at once and then every hour, until `signal` aborts. */
export async function keepYoung(
  prune: (beforeMs: number) => Promise<unknown>,
  options: KeepYoungOptions,
): Promise<void> {
  const { retentionDays, signal } = options;
  const { everyMs = HOUR_MS, onError = () => {} } = options;
  while (retentionDays > 0 && !signal.aborted) {
    await prune(Date.now() - retentionDays * DAY_MS).catch(onError);
    await delay(everyMs, undefined, { signal }).catch(() => {});
  }
}
