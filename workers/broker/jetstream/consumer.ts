import type {
  Consumer,
  ConsumerMessages,
  JetStreamClient,
  JsMsg,
} from "nats/jetstream";
import { setTimeout as delay } from "node:timers/promises";
import type { BatchOptions, Delivery } from "../broker.ts";
import { CONSUMER, STREAM } from "./config.ts";
import { isAway, type Patience, retryWhileAway } from "./errors.ts";

/** How long a worker rests after it could not fetch. */
const PAUSE_MS = 100;

/** Longest time that a worker waits for what it asked for before it gives back the rest. */
const GIVE_BACK_MS = 1_500;

/** What {@linkcode pullBatches} works with. */
interface PullParts {
  readonly client: Pick<JetStreamClient, "consumers">;
  readonly ackWaitMs: number;
  /** Throws if the stream is not the one that it was. */
  readonly verify: () => Promise<void>;
  /** Makes sure that the consumer is there. */
  readonly ensure: () => Promise<void>;
  /** Makes room in the log until its signal aborts. */
  readonly keepTrimmed: (signal: AbortSignal) => Promise<void>;
  readonly patience: Omit<Patience, "signal">;
}

/**
 * Batches of the log for a worker, until `signal` aborts. What it has not
 * acknowledged when it asks no more is given back for others.
 *
 * After a batch has come, and before it is handed out, the stream is looked at:
 * had it been made anew, its numbers would have begun again, and what is stored
 * under them already would hide what is new.
 *
 * @throws {BrokerError} If the stream was made anew, or the server refuses.
 */
export async function* pullBatches(
  parts: PullParts,
  signal: AbortSignal,
  options: BatchOptions = {},
): AsyncGenerator<readonly Delivery[]> {
  const { client, ackWaitMs, verify, keepTrimmed } = parts;
  const patience = { ...parts.patience, signal };
  const stop = new AbortController();
  const trimming = keepTrimmed(AbortSignal.any([signal, stop.signal]));
  using held = holdMessages(ackWaitMs);
  let fetcher: Fetcher | undefined;
  try {
    const consumer = await retryWhileAway(
      () => client.consumers.get(STREAM, CONSUMER),
      patience,
    );
    fetcher = createFetcher(consumer, held.add);
    while (!signal.aborted) {
      const batch = await take(fetcher, parts, patience, options);
      await retryWhileAway(verify, patience);
      if (batch.length === 0) continue;
      batch.sort((a, b) => a.seq - b.seq);
      yield batch.map(({ seq, subject, data }) => ({
        logSeq: seq,
        subject,
        data,
        ack: () => held.ack(seq),
      }));
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    // A server that is given a message back looks for somebody who waits for
    // one, and if it finds only who left, forgets the message for a minute.
    await fetcher?.close(held.isEmpty ? 0 : GIVE_BACK_MS);
    stop.abort();
    await trimming;
  }
}

/** Takes a batch; after a failure none, when the server answers again. */
async function take(
  fetcher: Fetcher,
  { verify, ensure }: PullParts,
  patience: Patience,
  { maxMessages = 500, maxWaitMs = 200 }: BatchOptions,
): Promise<JsMsg[]> {
  const { signal, onAway } = patience;
  try {
    return await fetcher.take(maxMessages, maxWaitMs, signal);
  } catch (error) {
    if (!isAway(error)) throw error;
    onAway(error);
  }
  await delay(PAUSE_MS, undefined, { signal });
  // An answer also shows that the server has read what it was asked before.
  await retryWhileAway(async () => {
    await verify();
    await ensure();
  }, patience);
  return [];
}

/** How long the server waits for messages at a time. */
const FETCH_MS = 1_000;

/** What has been fetched and not been taken. */
interface Fetcher {
  /**
   * Up to `max` messages, at the latest `waitMs` after the first. Empty when
   * none came for a while, or `signal` aborts.
   *
   * @throws What ended the fetching; what was fetched before comes first.
   */
  take(max: number, waitMs: number, signal: AbortSignal): Promise<JsMsg[]>;
  /** Fetches no more; what is under way may take `waitMs` to end by itself. */
  close(waitMs: number): Promise<void>;
}

/**
 * Creates a fetcher. It asks the server for as many messages as a call of
 * `take` lacks, and for none while nobody takes: what one worker cannot handle
 * yet stays for the others. `accept` is told of each message as it comes, and
 * says whether it is new.
 */
function createFetcher(
  consumer: Pick<Consumer, "fetch">,
  accept: (message: JsMsg) => boolean,
): Fetcher {
  const waiting: JsMsg[] = [];
  let messages: ConsumerMessages | undefined;
  let fetching: Promise<void> | undefined;
  let failure: { readonly error: unknown } | undefined;
  let wake = () => {};

  async function fetchInto(count: number): Promise<void> {
    messages = await consumer.fetch({ max_messages: count, expires: FETCH_MS });
    for await (const message of messages) {
      if (accept(message)) waiting.push(message);
      wake();
    }
  }

  function startFetch(count: number): void {
    fetching ??= fetchInto(count)
      .catch((error) => void (failure = { error }))
      .finally(() => {
        fetching = undefined;
        wake();
      });
  }

  return {
    async take(max, waitMs, signal) {
      let timer: ReturnType<typeof setTimeout> | undefined;
      let isOver = signal.aborted;
      const end = () => {
        isOver = true;
        wake();
      };
      signal.addEventListener("abort", end);
      while (!isOver && !failure && waiting.length < max) {
        startFetch(max - waiting.length);
        if (waiting.length > 0) timer ??= setTimeout(end, waitMs);
        const { promise, resolve } = Promise.withResolvers<void>();
        wake = resolve;
        await promise;
        if (waiting.length === 0 && !fetching) break;
      }
      signal.removeEventListener("abort", end);
      clearTimeout(timer);
      if (waiting.length > 0 || !failure) return waiting.splice(0, max);
      const { error } = failure;
      failure = undefined;
      throw error;
    },
    async close(waitMs) {
      const timer = setTimeout(() => messages?.stop(), waitMs);
      await fetching;
      clearTimeout(timer);
    },
  };
}

/**
 * Messages that this process was given and has not acknowledged. When they are
 * disposed of they are given back: others may have them at once.
 */
interface HeldMessages extends Disposable {
  readonly isEmpty: boolean;
  /** Holds a message; tells whether it is new, not one that is held and was sent again. */
  add(message: JsMsg): boolean;
  /** It is stored: never send it again. */
  ack(logSeq: number): void;
}

/**
 * Creates the set of messages in hand. A third of the server's patience after
 * the other it is told that they are being worked on, so that a database that
 * is away for an hour makes nobody else store them too.
 *
 * An acknowledgement is sent and not waited for: it can only be sent after the
 * commit, and one that gets lost costs a message that comes again and changes
 * nothing. Those of a batch leave in one packet.
 */
function holdMessages(ackWaitMs: number): HeldMessages {
  const held = new Map<number, JsMsg>();
  const timer = setInterval(() => {
    for (const message of held.values()) message.working();
  }, ackWaitMs / 3);

  return {
    get isEmpty() {
      return held.size === 0;
    },
    add(message) {
      const isNew = !held.has(message.seq);
      held.set(message.seq, message);
      return isNew;
    },
    ack(logSeq) {
      held.get(logSeq)?.ack();
      held.delete(logSeq);
    },
    [Symbol.dispose]() {
      clearInterval(timer);
      for (const message of held.values()) message.nak();
      held.clear();
    },
  };
}
