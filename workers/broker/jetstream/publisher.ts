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
import { createTrouble } from "./trouble.ts";

/** Bytes that the header takes besides the id. */
const HEADER = "NATS/1.0\r\nNats-Msg-Id: \r\n\r\n".length;

/** Bytes that a stored message takes besides its payload and subject, about. */
const FRAME = 40;

/** Longest time that the log may take to acknowledge a message. */
const ANSWER_MS = 5_000;

/** Sends messages to the log until each is acknowledged. */
export interface Publisher {
  /** @throws {MessageTooLargeError} If the log can never take it. */
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

interface Item {
  readonly order: number;
  readonly message: OutgoingMessage;
  readonly id: string;
  /** Bytes of data and header. */
  readonly payload: number;
  /** Bytes that it takes in the log. */
  readonly size: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Creates a publisher.
 *
 * Messages are sent in the order in which they were given, many at a time, each
 * until it is acknowledged and always under the same id. One that could not be
 * taken is sent again before any that comes after it, when the fate of all
 * others is known. While there is trouble, or the log is nearly full, they go
 * one by one. So, but for what was on its way when trouble began, no message
 * stands in the log before an older one: a checkpoint in it tells the truth.
 */
export function createPublisher(
  { client, link, gauge, log }: PublisherParts,
  options: PublisherOptions = {},
): Publisher {
  const { maxInFlight = 1_000, maxWaiting = 20_000 } = options;
  const { maxBytesInFlight = 4 * 2 ** 20 } = options;
  const waiting: Item[] = []; // by order
  const inFlight = new Set<{ readonly item: Item }>();
  const trouble = createTrouble(log, advance);
  let given = 0;
  let bytesInFlight = 0;
  let isRepairing = false;
  let isClosed = false;
  let maxPayload = Infinity;

  function advance(): void {
    if (isClosed || !link.isUp || trouble.isResting) return;
    if (isRepairing && inFlight.size > 0) return;
    isRepairing = false;
    for (let item = waiting[0]; item && hasRoom(item); item = waiting[0]) {
      waiting.shift();
      void send(item);
    }
  }

  function hasRoom({ size }: Item): boolean {
    if (inFlight.size === 0) return true;
    const window = gauge.isNearlyFull ? 1 : trouble.limit(maxInFlight);
    return inFlight.size < window && bytesInFlight + size <= maxBytesInFlight;
  }

  async function send(item: Item): Promise<void> {
    const attempt = { item };
    inFlight.add(attempt);
    bytesInFlight += item.size;
    gauge.add(item.size);
    let error: unknown;
    try {
      const { subject, data } = item.message;
      const options = { msgID: item.id, timeout: ANSWER_MS };
      await client.publish(subject, data, options);
    } catch (cause) {
      error = cause ?? new Error("no reason given");
    }
    if (!inFlight.delete(attempt)) return; // it was taken back
    bytesInFlight -= item.size;
    settle(item, error);
    advance();
  }

  function settle(item: Item, error: unknown): void {
    if (error === undefined) {
      trouble.isOver();
      return item.resolve();
    }
    const final = finalError(error, item);
    if (final !== undefined) return item.reject(final);
    trouble.hit(error);
    takeBack(item);
  }

  function takeBack(item: Item): void {
    isRepairing = true;
    const at = waiting.findIndex(({ order }) => order > item.order);
    waiting.splice(at < 0 ? waiting.length : at, 0, item);
  }

  /** What was on its way when the link went down has no answer any more. */
  function takeAllBack(): void {
    for (const { item } of inFlight) takeBack(item);
    inFlight.clear();
    bytesInFlight = 0;
  }

  const forget = link.watch((isUp) => {
    if (isUp) return advance();
    if (inFlight.size > 0) trouble.hit(new Error("NATS is away"));
    takeAllBack();
  });

  return {
    publish(message) {
      maxPayload = link.connection.info?.max_payload ?? maxPayload;
      const id = encodeId(message.id);
      const payload = HEADER + id.length + message.data.length;
      const size = payload + message.subject.length + FRAME;
      if (isClosed) return Promise.reject(new BrokerError("it is closed"));
      if (payload > maxPayload) {
        return Promise.reject(new MessageTooLargeError(payload, maxPayload));
      }
      if (waiting.length + inFlight.size >= maxWaiting) {
        const error = new BrokerError(`${maxWaiting} messages wait already`);
        return Promise.reject(error);
      }
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const order = given++;
      waiting.push({ order, message, id, payload, size, resolve, reject });
      advance();
      return promise;
    },
    close() {
      isClosed = true;
      forget();
      trouble.close();
      takeAllBack();
      for (const { reject } of waiting.splice(0)) {
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
