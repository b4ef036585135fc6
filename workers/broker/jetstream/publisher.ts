import type { JetStreamClient } from "nats/jetstream";
import type { Log } from "../../../log.ts";
import type { OutgoingMessage } from "../broker.ts";
import { BrokerError } from "../broker_error.ts";
import { MessageTooLargeError } from "../message_too_large_error.ts";
import { apiCode, CODES } from "./api_code.ts";
import { encodeId } from "./encode_id.ts";
import type { FillGauge } from "./fill_gauge.ts";
import { isAway } from "./is_away.ts";
import type { Link } from "./link.ts";
import { refusalOf } from "./refusal_of.ts";
import { type Attempt, createSendQueue, type Item } from "./send_queue.ts";
import { createTrouble } from "./trouble.ts";

/** Bytes that the header takes besides the id. */
const HEADER = "NATS/1.0\r\nNats-Msg-Id: \r\n\r\n".length;

/** Bytes that a stored message takes besides its payload and subject, about. */
const FRAME = 40;

/** Longest time that the log may take to acknowledge a message. */
const ANSWER_MS = 5_000;

/** Sends messages to the log until each is acknowledged. */
export interface Publisher {
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
export interface PublisherParts {
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
export function createPublisher(
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
