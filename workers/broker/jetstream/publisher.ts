import type {
  JetStreamClient,
  JetStreamManager,
  StreamInfo,
} from "nats/jetstream";
import { backoffMs } from "../../../domain/time/retry.ts";
import type { Log } from "../../../log.ts";
import {
  BrokerError,
  MessageTooLargeError,
  type OutgoingMessage,
} from "../broker.ts";
import { STREAM } from "./config.ts";
import type { NatsConnection } from "./connection.ts";
import {
  apiCode,
  CODES,
  isTransient,
  logRateLimited,
  refusalOf,
} from "./errors.ts";
import { type Attempt, type Item, SendQueue } from "./send_queue.ts";

/** Messages in flight at most. */
const MAX_IN_FLIGHT = 1_000;

/** Bytes in flight at most, also as a share of a small log. */
const MAX_BYTES = 4 * 2 ** 20;
const MAX_SHARE = 0.02;

/** Messages that may wait at most, those in flight included. */
const MAX_WAITING = 20_000;

/** How long the log may take to acknowledge a message. */
const ACK_MS = 5_000;

/** Bytes of the headers besides the id. */
const HEADER = "NATS/1.0\r\nNats-Msg-Id: \r\n\r\n".length;

/** Bytes that a stored message takes besides payload and subject, about. */
const FRAME = 40;

/** Sends messages to the log until each is acknowledged. */
interface Publisher {
  /**
   * Resolves when the log has acknowledged the message.
   *
   * @throws {MessageTooLargeError} If it is above the size limit.
   * @throws {BrokerError} If the server refuses it, or the publisher is closed.
   */
  publish(message: OutgoingMessage): Promise<void>;
  /** Rejects all that is not acknowledged. */
  close(): void;
}

/** What {@linkcode createPublisher} works with. */
interface PublisherParts {
  readonly client: Pick<JetStreamClient, "publish">;
  readonly manager: JetStreamManager;
  readonly nats: Pick<NatsConnection, "connection" | "isUp" | "watch">;
  readonly log: Log;
}

/**
 * Creates the publisher of a stream.
 *
 * Messages are sent in order, many at a time, each until it is acknowledged and
 * always under the same id. A message that failed is sent again before any later
 * one, once nothing is in flight. After a failure, and while the log is nearly
 * full, messages go one by one. So, except for those in flight when publishing
 * failed, order is preserved, and each checkpoint is valid.
 */
export function createPublisher(
  info: StreamInfo,
  { client, manager, nats, log }: PublisherParts,
): Publisher {
  const queue = new SendQueue();
  const usage = trackStreamUsage(info, () => manager.streams.info(STREAM));
  const backoff = createPublishBackoff(log, advance);
  const bytes = Math.min(MAX_BYTES, MAX_SHARE * usage.maxBytes);
  let isClosed = false;
  let maxPayload = Infinity;

  function advance(): void {
    while (!isClosed && nats.isUp && !backoff.isWaiting) {
      const messages = usage.isNearlyFull ? 1 : backoff.maxInFlight;
      const attempt = queue.next({ messages, bytes });
      if (!attempt) return;
      usage.add(attempt.item.size);
      void send(attempt);
    }
  }

  async function send(attempt: Attempt): Promise<void> {
    const { message: { subject, data }, id: msgID, resolve } = attempt.item;
    try {
      await client.publish(subject, data, { msgID, timeout: ACK_MS });
      if (!queue.settle(attempt)) return;
      backoff.succeed();
      resolve();
    } catch (error) {
      if (!queue.settle(attempt)) return;
      fail(attempt, error);
    }
    advance();
  }

  function fail(attempt: Attempt, error: unknown): void {
    const final = finalError(error, attempt.item);
    if (final !== undefined) return attempt.item.reject(final);
    backoff.fail(error);
    queue.takeBack(attempt);
  }

  const unwatch = nats.watch((isUp) => {
    if (isUp) return advance();
    if (queue.inFlight > 0) backoff.fail(new Error("NATS is unreachable"));
    queue.takeAllBack();
  });

  return {
    async publish(message) {
      const id = encodeId(message.id);
      const payload = HEADER + id.length + message.data.length;
      const size = payload + message.subject.length + FRAME;
      maxPayload = nats.connection.info?.max_payload ?? maxPayload;
      if (isClosed) throw new BrokerError("it is closed");
      if (payload > maxPayload) {
        throw new MessageTooLargeError(payload, maxPayload);
      }
      if (queue.length >= MAX_WAITING) {
        throw new BrokerError(`${MAX_WAITING} messages are waiting already`);
      }
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      queue.add({ message, id, payload, size, resolve, reject });
      advance();
      await promise;
    },
    close() {
      isClosed = true;
      unwatch();
      backoff.close();
      for (const { reject } of queue.clear()) {
        reject(new BrokerError("it was closed before it took the message"));
      }
    },
  };
}

/** The error that ends the attempts to publish a message; undefined to retry. */
function finalError(error: unknown, { payload }: Item): unknown {
  const code = apiCode(error);
  if (code === CODES.messageTooLarge || code === CODES.headersTooLarge) {
    return new MessageTooLargeError(payload);
  }
  if (code !== undefined) return undefined;
  const reason = refusalOf(error);
  if (reason) return new BrokerError(reason, { cause: error });
  return isTransient(error) ? undefined : error;
}

/** Encodes an id for a header, which is trimmed and ends with its line. Different ids stay different. */
function encodeId(id: string): string {
  return id.toWellFormed().replace(
    /[^\x21-\x24\x26-\x7e]/gu,
    encodeURIComponent,
  );
}

const BACKOFF = { baseMs: 50, maxMs: 1_000 };

/**
 * How publishing slows down: after a failure nothing is sent for a while, then one
 * message at a time, then twice as many after each success.
 */
function createPublishBackoff(log: Log, resume: () => void) {
  const warn = logRateLimited(log);
  let maxInFlight = MAX_IN_FLIGHT;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isLogged = false;

  return {
    get isWaiting() {
      return timer !== undefined;
    },
    get maxInFlight() {
      return maxInFlight;
    },
    fail(error: unknown): void {
      maxInFlight = 1;
      if (timer !== undefined) return;
      const isFull = apiCode(error) === CODES.full;
      const reason = isFull ? "the log is full of unstored messages" : error;
      isLogged = warn("warn", "publishing is delayed", { error: reason }) ||
        isLogged;
      timer = setTimeout(() => {
        timer = undefined;
        resume();
      }, backoffMs(++failures, BACKOFF));
    },
    succeed(): void {
      maxInFlight = Math.min(maxInFlight * 2, MAX_IN_FLIGHT);
      if (timer !== undefined) return;
      failures = 0;
      if (isLogged) log("info", "publishing resumed");
      isLogged = false;
    },
    close: () => clearTimeout(timer),
  };
}

/** From here on messages are sent one by one. */
const NEARLY_FULL = 0.9;

/** The usage is read again after this time, or when so large a share of the log was sent. */
const REFRESH_MS = 1_000;
const REFRESH_SHARE = 0.02;

/** Tracks how full a stream is while messages are sent to it. */
function trackStreamUsage(
  first: StreamInfo,
  readInfo: () => Promise<StreamInfo>,
) {
  let { bytes, maxBytes } = toUsage(first);
  let bytesSince = 0;
  let readMs = performance.now();
  let isReading = false;

  async function refresh(): Promise<void> {
    isReading = true;
    bytesSince = 0;
    readMs = performance.now();
    try {
      const usage = toUsage(await readInfo());
      ({ maxBytes } = usage);
      bytes = usage.bytes + bytesSince;
    } catch {
      // The publisher notices what is wrong; the estimate only grows.
    } finally {
      isReading = false;
    }
  }

  return {
    get maxBytes() {
      return maxBytes;
    },
    get isNearlyFull() {
      return bytes > NEARLY_FULL * maxBytes;
    },
    /** Counts bytes that are sent. */
    add(count: number): void {
      bytes += count;
      bytesSince += count;
      const isDue = performance.now() - readMs > REFRESH_MS ||
        bytesSince > REFRESH_SHARE * maxBytes;
      if (isDue && !isReading) void refresh();
    },
  };
}

function toUsage({ state, config }: StreamInfo) {
  const { max_bytes: maxBytes } = config;
  return { bytes: state.bytes, maxBytes: maxBytes > 0 ? maxBytes : Infinity };
}
