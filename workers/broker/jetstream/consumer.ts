import type {
  Consumer,
  ConsumerMessages,
  JsMsg,
  StreamInfo,
} from "nats/jetstream";
import { sleep } from "../../../domain/time/retry.ts";
import { type BatchOptions, type Delivery, LogLostError } from "../broker.ts";
import { CONSUMER, STREAM } from "./config.ts";
import {
  isStreamGone,
  isTransient,
  type LogAccess,
  retryTransient,
} from "./errors.ts";
import { toDelivery, verifyStream } from "./read.ts";
import { ensureConsumer } from "./setup.ts";
import { keepTrimmed } from "./trim.ts";

/** Pause after a fetch that failed. */
const PAUSE_MS = 100;

/** How long a pending fetch may take to end before messages are given back. */
const GIVE_BACK_MS = 1_500;

/**
 * Batches of the log for a worker, until `signal` aborts. What is not
 * acknowledged then is given back to other workers. Meanwhile the log is trimmed.
 *
 * The stream is verified before each batch is delivered: if it was created
 * again, or lost its end, its numbers would collide with stored ones.
 *
 * @throws {LogLostError} If the stream is gone, was created again, or ends before a number that it had.
 * @throws {BrokerError} If the server refuses.
 */
export async function* pullBatches(
  access: LogAccess,
  stream: StreamInfo,
  signal: AbortSignal,
  { maxMessages = 1_000, maxWaitMs = 200 }: BatchOptions = {},
): AsyncGenerator<readonly Delivery[]> {
  const { client, manager, limits, nats, log, onTransient } = access;
  const stop = new AbortController();
  const trimming = keepTrimmed(access, AbortSignal.any([signal, stop.signal]));
  using inFlight = new InFlight(limits.ackWaitSeconds * 1_000);
  const retry = <T>(work: () => Promise<T>) =>
    retryTransient(access, signal, work);
  let lastSeq = 0;
  const verify = async () => {
    lastSeq = await verifyStream(manager, stream, lastSeq);
  };
  let fetcher: Fetcher | undefined;
  let { returns } = nats;
  try {
    const consumer = await retry(() => client.consumers.get(STREAM, CONSUMER));
    fetcher = new Fetcher(consumer, (message) => inFlight.add(message));
    while (!signal.aborted) {
      let batch: JsMsg[];
      try {
        batch = await fetcher.take(maxMessages, maxWaitMs, signal);
      } catch (error) {
        if (!isTransient(error)) throw error;
        onTransient(error);
        await sleep(PAUSE_MS, signal);
        // An answer also shows that the server has read earlier requests.
        await retry(verify);
        await retry(() => ensureConsumer(manager, limits, log));
        continue;
      }
      await retry(verify);
      if (nats.returns !== returns) {
        ({ returns } = nats);
        inFlight.ackAgain(nats);
      }
      if (batch.length === 0) continue;
      batch.sort((a, b) => a.seq - b.seq);
      yield batch.map((message) =>
        toDelivery(message, stream, () => inFlight.ack(message.seq))
      );
    }
  } catch (error) {
    if (signal.aborted) return;
    throw isStreamGone(error) ? new LogLostError(stream.created) : error;
  } finally {
    // A message that is given back goes to the next pending fetch. If that is
    // this worker's own, the server forgets the message for a minute.
    await fetcher?.close(inFlight.isEmpty ? 0 : GIVE_BACK_MS);
    stop.abort();
    await trimming;
  }
}

/** Messages that are acknowledged again at least. */
const MAX_AGAIN = 1_000;

/** An acknowledgement, as JetStream reads it. */
const ACK = new TextEncoder().encode("+ACK");

/** How long the server waits for messages in one fetch. */
const FETCH_MS = 1_000;

/**
 * Fetches as many messages as a call of `take` lacks, and none while nobody
 * takes: what this worker cannot handle yet stays for others.
 */
class Fetcher {
  readonly #waiting: JsMsg[] = [];
  #messages: ConsumerMessages | undefined;
  #fetching: Promise<void> | undefined;
  #failure: { readonly error: unknown } | undefined;
  #wake = () => {};

  /** `accept` sees each message as it arrives, and returns whether it is new. */
  constructor(
    private readonly consumer: Pick<Consumer, "fetch">,
    private readonly accept: (message: JsMsg) => boolean,
  ) {}

  /**
   * Up to `max` messages, at most `waitMs` after the first. Empty if none arrives
   * for a while, or `signal` aborts.
   *
   * @throws What ended a fetch, once all messages before it are taken.
   */
  async take(
    max: number,
    waitMs: number,
    signal: AbortSignal,
  ): Promise<JsMsg[]> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = signal.aborted;
    const end = () => {
      isOver = true;
      this.#wake();
    };
    signal.addEventListener("abort", end);
    while (!isOver && !this.#failure && this.#waiting.length < max) {
      this.#startFetch(max - this.#waiting.length);
      if (this.#waiting.length > 0) timer ??= setTimeout(end, waitMs);
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      await promise;
      if (this.#waiting.length === 0 && !this.#fetching) break;
    }
    signal.removeEventListener("abort", end);
    clearTimeout(timer);
    if (this.#waiting.length > 0 || !this.#failure) {
      return this.#waiting.splice(0, max);
    }
    const { error } = this.#failure;
    this.#failure = undefined;
    throw error;
  }

  /** Fetches no more; a pending fetch may take `waitMs` to end by itself. */
  async close(waitMs: number): Promise<void> {
    const timer = setTimeout(() => this.#messages?.stop(), waitMs);
    await this.#fetching;
    clearTimeout(timer);
  }

  #startFetch(count: number): void {
    this.#fetching ??= this.#fetch(count)
      .catch((error) => void (this.#failure = { error }))
      .finally(() => {
        this.#fetching = undefined;
        this.#wake();
      });
  }

  async #fetch(count: number): Promise<void> {
    const options = { max_messages: count, expires: FETCH_MS };
    this.#messages = await this.consumer.fetch(options);
    for await (const message of this.#messages) {
      if (this.accept(message)) this.#waiting.push(message);
      this.#wake();
    }
  }
}

/**
 * Messages that this process has not acknowledged. Disposing gives them back to
 * other workers.
 *
 * The server is notified three times per `ackWaitMs` that they are being worked on,
 * so that it does not deliver them to others while the database is away.
 *
 * Acknowledgements are sent, not awaited: one that gets lost costs a message that
 * is delivered again and changes nothing. After an interruption the newest are
 * sent again, so that nothing waits for `ackWaitMs`.
 */
class InFlight implements Disposable {
  readonly #messages = new Map<number, JsMsg>();
  readonly #acked: { readonly reply: string }[] = [];
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(ackWaitMs: number) {
    this.#timer = setInterval(() => {
      for (const message of this.#messages.values()) message.working();
    }, ackWaitMs / 3);
  }

  get isEmpty(): boolean {
    return this.#messages.size === 0;
  }

  /** Adds a message; returns false for one that is in flight already. */
  add(message: JsMsg): boolean {
    const isNew = !this.#messages.has(message.seq);
    this.#messages.set(message.seq, message);
    return isNew;
  }

  ack(logSeq: number): void {
    const message = this.#messages.get(logSeq);
    if (!message) return;
    message.ack();
    this.#messages.delete(logSeq);
    if ("reply" in message) this.#acked.push({ reply: `${message.reply}` });
    if (this.#acked.length > 2 * MAX_AGAIN) this.#acked.splice(0, MAX_AGAIN);
  }

  /** Acknowledges the newest messages once more: the client does so once only. */
  ackAgain({ connection }: LogAccess["nats"]): void {
    for (const { reply } of this.#acked) connection.publish(reply, ACK);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    for (const message of this.#messages.values()) message.nak();
    this.#messages.clear();
  }
}
