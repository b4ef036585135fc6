import type {
  JetStreamClient,
  JetStreamManager,
  StreamInfo,
} from "nats/jetstream";
import type { Log } from "../../../log.ts";
import {
  BrokerError,
  MessageTooLargeError,
  type OutgoingMessage,
} from "../broker.ts";
import { STREAM } from "./config.ts";
import type { Link } from "./connection.ts";
import { apiCode, CODES, isAway, refusalOf } from "./errors.ts";
import {
  type Attempt,
  createSendQueue,
  createTrouble,
  type Item,
} from "./send_queue.ts";

/** Bytes that may be on their way at once, and the part of a small log that they may be. */
const MAX_BYTES = 4 * 2 ** 20;
const MAX_PART = 0.02;

/** Creates the publisher of a stream that is as `info` says. */
export function openPublisher(
  info: StreamInfo,
  manager: JetStreamManager,
  parts: Omit<PublisherParts, "gauge">,
): Publisher {
  const first = toFill(info);
  const gauge = createFillGauge(
    first,
    async () => toFill(await manager.streams.info(STREAM)),
  );
  const maxBytesInFlight = Math.min(MAX_BYTES, MAX_PART * first.maxBytes);
  return createPublisher({ ...parts, gauge }, { maxBytesInFlight });
}

function toFill({ state, config }: StreamInfo): Fill {
  const { max_bytes: maxBytes } = config;
  return { bytes: state.bytes, maxBytes: maxBytes > 0 ? maxBytes : Infinity };
}

/** Bytes that the header takes besides the id. */
const HEADER = "NATS/1.0\r\nNats-Msg-Id: \r\n\r\n".length;

/** Bytes that a stored message takes besides its payload and subject, about. */
const FRAME = 40;

/** Longest time that the log may take to acknowledge a message. */
const ANSWER_MS = 5_000;

/** Sends messages to the log until each is acknowledged. */
interface Publisher {
  /**
   * Resolves when the log has acknowledged the message.
   *
   * @throws {MessageTooLargeError} If the log can never take it.
   * @throws {BrokerError} If the server refuses it, or the publisher is closed.
   */
  publish(message: OutgoingMessage): Promise<void>;
  /** Rejects what is not acknowledged. */
  close(): void;
}

/** What {@linkcode createPublisher} works with. */
interface PublisherParts {
  readonly client: Pick<JetStreamClient, "publish">;
  readonly link: Pick<Link, "connection" | "isUp" | "watch">;
  readonly gauge: FillGauge;
  readonly log: Log;
}

/** Options for {@linkcode createPublisher}. */
export interface PublisherOptions {
  /** Messages that may be on their way at once. @default {1_000} */
  maxInFlight?: number;
  /** Bytes that may be on their way at once. @default {4 * 2 ** 20} */
  maxBytesInFlight?: number;
  /** Messages that may wait at once, those on their way included. @default {20_000} */
  maxWaiting?: number;
}

/**
 * Creates a publisher.
 *
 * Messages are sent in the order in which they were given, many at a time, each
 * until it is acknowledged and always under the same id. One that was not taken
 * is sent again before any that comes after it, when the fate of all others is
 * known. After trouble, and while the log is nearly full, they go one by one. So,
 * but for what was on its way when trouble began, no message stands in the log
 * before an older one, and the checkpoint that it carries is true.
 */
function createPublisher(
  { client, link, gauge, log }: PublisherParts,
  options: PublisherOptions = {},
): Publisher {
  const { maxInFlight = 1_000, maxWaiting = 20_000 } = options;
  const { maxBytesInFlight = 4 * 2 ** 20 } = options;
  const queue = createSendQueue();
  const trouble = createTrouble(log, advance);
  let isClosed = false;
  let maxPayload = Infinity;

  function advance(): void {
    while (!isClosed && link.isUp && !trouble.isResting) {
      const messages = gauge.isNearlyFull ? 1 : trouble.limit(maxInFlight);
      const attempt = queue.next({ messages, bytes: maxBytesInFlight });
      if (!attempt) return;
      gauge.add(attempt.item.size);
      void send(attempt);
    }
  }

  async function send(attempt: Attempt): Promise<void> {
    const { item } = attempt;
    const { subject, data } = item.message;
    try {
      await client.publish(subject, data, {
        msgID: item.id,
        timeout: ANSWER_MS,
      });
      if (!queue.settle(attempt)) return; // it was taken back
      trouble.isOver();
      item.resolve();
    } catch (error) {
      if (!queue.settle(attempt)) return;
      fail(attempt, error);
    }
    advance();
  }

  function fail(attempt: Attempt, error: unknown): void {
    const final = finalError(error, attempt.item);
    if (final !== undefined) return attempt.item.reject(final);
    trouble.hit(error);
    queue.takeBack(attempt);
  }

  const forget = link.watch((isUp) => {
    if (isUp) return advance();
    if (queue.inFlight > 0) trouble.hit(new Error("NATS is away"));
    queue.takeAllBack();
  });

  async function publish(message: OutgoingMessage): Promise<void> {
    const id = encodeId(message.id);
    const payload = HEADER + id.length + message.data.length;
    const size = payload + message.subject.length + FRAME;
    maxPayload = link.connection.info?.max_payload ?? maxPayload;
    if (isClosed) throw new BrokerError("it is closed");
    if (payload > maxPayload) {
      throw new MessageTooLargeError(payload, maxPayload);
    }
    if (queue.length >= maxWaiting) {
      throw new BrokerError(`${maxWaiting} messages wait already`);
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    queue.add({ message, id, payload, size, resolve, reject });
    advance();
    await promise;
  }

  return {
    publish,
    close() {
      isClosed = true;
      forget();
      trouble.close();
      for (const { reject } of queue.clear()) {
        reject(new BrokerError("it was closed before it took the message"));
      }
    },
  };
}

/** What ends the attempts to publish a message; undefined if they go on. */
function finalError(error: unknown, { payload }: Item): unknown {
  const code = apiCode(error);
  if (code === CODES.messageTooLarge || code === CODES.headersTooLarge) {
    return new MessageTooLargeError(payload);
  }
  if (code !== undefined) return undefined;
  const why = refusalOf(error);
  if (why) return new BrokerError(why, { cause: error });
  return isAway(error) ? undefined : error;
}

/**
 * Writes a message's id as a header can carry it: a header is trimmed, and ends
 * with its line. Different ids stay different.
 */
function encodeId(id: string): string {
  return id.toWellFormed().replace(
    /[^\x21-\x24\x26-\x7e]/gu,
    encodeURIComponent,
  );
}

/** From here on messages are sent one by one. */
const NEARLY_FULL = 0.9;

/** How often the log is looked at, at least: by time, and by what was sent since. */
const LOOK_MS = 1_000;
const LOOK_PART = 0.02;

/** How full the log is. */
interface Fill {
  readonly bytes: number;
  readonly maxBytes: number;
}

/** Knows about how full the log is, while somebody fills it. */
interface FillGauge {
  readonly isNearlyFull: boolean;
  /** Tells that this many bytes are on their way into the log. */
  add(bytes: number): void;
}

/** Creates a gauge that looks at the log from time to time. */
function createFillGauge(
  first: Fill,
  look: () => Promise<Fill>,
): FillGauge {
  let { bytes, maxBytes } = first;
  let bytesSince = 0;
  let lookedMs = performance.now();
  let isLooking = false;

  async function lookAgain(): Promise<void> {
    isLooking = true;
    bytesSince = 0;
    lookedMs = performance.now();
    try {
      const fill = await look();
      ({ maxBytes } = fill);
      bytes = fill.bytes + bytesSince;
    } catch {
      // Whoever publishes tells that the server is away; the estimate only grows.
    } finally {
      isLooking = false;
    }
  }

  return {
    get isNearlyFull() {
      return bytes > NEARLY_FULL * maxBytes;
    },
    add(count) {
      bytes += count;
      bytesSince += count;
      const isDue = performance.now() - lookedMs > LOOK_MS ||
        bytesSince > LOOK_PART * maxBytes;
      if (isDue && !isLooking) void lookAgain();
    },
  };
}
