import type { StreamInfo } from "nats/jetstream";
import { backoffMs, sleep } from "../../../domain/time/retry.ts";
import {
  type Broker,
  BrokerError,
  LogLostError,
  MessageTooLargeError,
} from "../broker.ts";
import { STREAM_HEADER } from "./config.ts";
import {
  apiCode,
  CODES,
  isTransient,
  type LogAccess,
  logRateLimited,
  toBrokerError,
} from "./errors.ts";
import { publishAll } from "./requests.ts";

/** A window has so many messages and bytes at most. */
const MAX_MESSAGES = 1_000;
const MAX_BYTES = 4 * 2 ** 20;

/** Share of the log that is sent at most in a window, and before the stream is read again. */
const SHARE = 0.02;

/** From here on messages are sent one by one. */
const NEARLY_FULL = 0.9;

/** Messages that may wait at most, those of the window included. */
const MAX_WAITING = 20_000;

/** How long the log may take to acknowledge a message. */
const ACK_MS = 5_000;

/** How long a stream must seem to have lost its end: a new leader may know it only after a moment. */
const SHORT_MS = 3_000;

/** Between two looks at the stream. */
const CHECK_MS = 1_000;

const BACKOFF = { baseMs: 50, maxMs: 1_000 };

/** Bytes that a stored message takes besides payload and subject, about. */
const FRAME = 40;

/** A message that is not acknowledged yet. */
interface Item {
  readonly subject: string;
  readonly data: Uint8Array;
  /** Its id, as a header carries it. */
  readonly msgID: string;
  /** Bytes of data and headers. */
  readonly payload: number;
  /** Bytes that it takes in the log. */
  readonly size: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
  isDone: boolean;
}

/**
 * Creates the publisher of a stream. From the first message on it also checks
 * each second that the stream is still the same, and has not lost its end;
 * `ensure` creates one that is gone.
 *
 * Messages are sent in order, a window at a time. The next window follows when
 * the log has answered all of one, and begins with what it did not take. After a
 * failure, and while the log is nearly full, a window is one message. So, except
 * within a window that failed, order is preserved, and each checkpoint is valid.
 */
export function createPublisher(
  { nats, log }: LogAccess,
  opened: StreamInfo,
  ensure: () => Promise<StreamInfo>,
): Pick<Broker, "isUp" | "lost" | "publish"> & AsyncDisposable {
  const closing = new AbortController();
  const warn = logRateLimited(log);
  let stream = opened;
  let queue: Item[] = [];
  let lost = new AbortController();
  let idle = new AbortController();
  let running: Promise<void> | undefined;
  let checkedMs = -Infinity;
  let sentBytes = 0; // since then
  let lastSeq = opened.state.last_seq;
  let shortSince: number | undefined;
  let isFound = true;
  let failures = 0;
  let maxPayload = Infinity;
  let isLogged = false;

  async function run(): Promise<void> {
    while (!closing.signal.aborted) {
      try {
        await nats.whenUp(closing.signal);
        if (isCheckDue()) await check();
        if (queue.length > 0) await sendWindow();
        else await waitForMessage();
      } catch (error) {
        if (closing.signal.aborted) return;
        checkedMs = -Infinity;
        const isFull = apiCode(error) === CODES.full;
        const reason = isFull ? "the log is full of unstored messages" : error;
        const isWritten = warn("warn", "publishing is delayed", {
          error: reason,
        });
        isLogged ||= isWritten;
        await sleep(backoffMs(++failures, BACKOFF), closing.signal);
      }
    }
  }

  async function waitForMessage(): Promise<void> {
    idle = new AbortController();
    await sleep(CHECK_MS, idle.signal);
  }

  function isCheckDue(): boolean {
    return performance.now() - checkedMs >= CHECK_MS ||
      sentBytes > SHARE * maxBytesOf(stream);
  }

  async function check(): Promise<void> {
    const { created } = stream;
    try {
      stream = await nats.whileUp(ensure(), closing.signal);
      isFound = true;
    } catch (error) {
      isFound = false;
      const final = finalError(error);
      if (final !== undefined) rejectAll(final);
      throw error;
    }
    checkedMs = performance.now();
    sentBytes = 0;
    if (stream.created !== created || hasLostItsEnd()) loseLog(created);
  }

  /** Whether the stream ends before a number that it had; throws until that is sure. */
  function hasLostItsEnd(): boolean {
    const nowMs = performance.now();
    const { last_seq } = stream.state;
    const isShort = last_seq < lastSeq;
    shortSince = isShort ? shortSince ?? nowMs : undefined;
    if (isShort && nowMs - shortSince! < SHORT_MS) {
      isFound = false;
      throw new Error(`The log ends at ${last_seq}, it had ${lastSeq}`);
    }
    return isShort;
  }

  function loseLog(created: string): void {
    lastSeq = stream.state.last_seq;
    shortSince = undefined;
    const error = new LogLostError(created);
    const before = lost;
    lost = new AbortController();
    rejectAll(error);
    before.abort(error);
  }

  async function sendWindow(): Promise<void> {
    const before = lastSeq;
    const window = takeWindow();
    let isRestored = false;
    let failure: { readonly error: unknown } | undefined;
    const sent = publishAll(nats.connection, window, {
      created: stream.created,
      timeoutMs: ACK_MS,
      onAnswer(index, answer) {
        const item = window[index]!;
        if ("ack" in answer) {
          const { seq, duplicate } = answer.ack;
          item.resolve();
          isRestored ||= seq <= before && !duplicate;
          lastSeq = Math.max(lastSeq, seq);
        } else {
          const final = finalError(answer.error, item.payload);
          if (final === undefined) return void (failure ??= answer);
          item.reject(final);
        }
        item.isDone = true;
      },
    });
    try {
      await nats.whileUp(sent, closing.signal);
      if (failure) throw failure.error;
    } finally {
      queue = queue.filter((item) => !item.isDone);
    }
    if (isRestored) loseLog(stream.created);
    failures = 0;
    if (isLogged) log("info", "publishing resumed");
    isLogged = false;
  }

  function takeWindow(): Item[] {
    const maxBytes = maxBytesOf(stream);
    const isFull = stream.state.bytes + sentBytes > NEARLY_FULL * maxBytes;
    const room = Math.min(MAX_BYTES, SHARE * maxBytes);
    let bytes = 0;
    const window = queue.slice(0, failures > 0 || isFull ? 1 : MAX_MESSAGES)
      .filter(({ size }, i) => (bytes += size) <= room || i === 0);
    for (const { size } of window) sentBytes += size;
    return window;
  }

  function rejectAll(error: unknown): void {
    for (const { reject } of queue.splice(0)) reject(error);
  }

  return {
    get isUp() {
      return nats.isUp && isFound;
    },
    get lost() {
      return lost.signal;
    },
    async publish(message) {
      const msgID = encodeId(message.id);
      const header = HEADER + msgID.length + stream.created.length;
      const payload = header + message.data.length;
      const size = payload + message.subject.length + FRAME;
      maxPayload = nats.connection.info?.max_payload ?? maxPayload;
      if (closing.signal.aborted) throw new BrokerError("it is closed");
      if (payload > maxPayload) {
        throw new MessageTooLargeError(payload, maxPayload);
      }
      if (queue.length >= MAX_WAITING) {
        throw new BrokerError(`${MAX_WAITING} messages are waiting already`);
      }
      const { promise, ...settle } = Promise.withResolvers<void>();
      const { subject, data } = message;
      const item = { subject, data, msgID, payload, size, isDone: false };
      queue.push({ ...item, ...settle });
      if (!idle.signal.aborted) idle.abort(); // each makes an error of its own
      running ??= run();
      await promise;
    },
    async [Symbol.asyncDispose]() {
      closing.abort();
      idle.abort();
      rejectAll(new BrokerError("it was closed before it took the message"));
      await running;
    },
  };
}

/** Bytes of the headers besides their values. */
const HEADER = `NATS/1.0\r\nNats-Msg-Id: \r\n${STREAM_HEADER}: \r\n\r\n`
  .length;

function maxBytesOf({ config }: StreamInfo): number {
  return config.max_bytes > 0 ? config.max_bytes : Infinity;
}

/** The error that ends the attempts; undefined to retry. */
function finalError(error: unknown, payload = 0): unknown {
  const code = apiCode(error);
  if (code === CODES.messageTooLarge || code === CODES.headersTooLarge) {
    return new MessageTooLargeError(payload);
  }
  if (code !== undefined) return undefined;
  const final = toBrokerError(error);
  return isTransient(final) ? undefined : final;
}

/** Encodes an id for a header, which is trimmed and ends with its line. Different ids stay different. */
function encodeId(id: string): string {
  return id.toWellFormed().replace(
    /[^\x21-\x24\x26-\x7e]/gu,
    encodeURIComponent,
  );
}
