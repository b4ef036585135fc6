import {
  DeliverPolicy,
  type JetStreamManager,
  type JsMsg,
  type StoredMsg,
  type StreamInfo,
} from "nats/jetstream";
import { type Delivery, LogLostError } from "../broker.ts";
import { CONSUMER, STREAM, STREAM_HEADER } from "./config.ts";
import {
  apiCode,
  CODES,
  isTransient,
  type LogAccess,
  retryTransient,
} from "./errors.ts";

/** Where to begin: at a number, or at the first message since a time. */
export type LogStart = { readonly seq: number } | { readonly time: Date };

/** How long the server waits for messages in one fetch. */
const FETCH_MS = 1_000;

/** The server drops a reader that is silent for so long. */
const INACTIVE_MS = 30_000;

/**
 * The messages of the log in order, each once, from `start` to the newest that
 * there is now, in batches. It acknowledges nothing.
 *
 * @throws {BrokerError} If the log was lost, or the server refuses.
 */
export async function* readLog(
  access: LogAccess,
  stream: StreamInfo,
  start: LogStart,
  signal: AbortSignal,
): AsyncGenerator<readonly Delivery[]> {
  const { manager, onTransient } = access;
  const verify = () => verifyStream(manager, stream);
  try {
    const find = () => findRange(manager, start);
    let { from, to } = await retryTransient(access, signal, find);
    while (from < to && !signal.aborted) {
      try {
        for await (const messages of fetchFrom(access, from, signal)) {
          await verify();
          const batch = messages.filter(({ seq }) => seq >= from && seq < to);
          from = messages.length > 0 ? messages.at(-1)!.seq + 1 : to;
          if (batch.length > 0) {
            yield batch.map((message) => toDelivery(message, stream, () => {}));
          }
          if (from >= to) return;
        }
      } catch (error) {
        if (!isTransient(error)) throw error;
        onTransient(error);
        await retryTransient(access, signal, verify);
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** A message of JetStream as the log delivers it. */
export function toDelivery(
  { seq, subject, data, headers }: JsMsg,
  { created }: StreamInfo,
  ack: () => void,
): Delivery {
  const meant = headers?.get(STREAM_HEADER) || created;
  return { logSeq: seq, subject, data, isStray: meant !== created, ack };
}

/**
 * Checks that the stream is still the same, and has not lost its end.
 *
 * @param lastSeq A number that it had.
 * @returns The last number that it has.
 * @throws {LogLostError} If its numbers mean other messages, or will.
 */
export async function verifyStream(
  manager: JetStreamManager,
  { created }: StreamInfo,
  lastSeq = 0,
): Promise<number> {
  const { created: found, state } = await manager.streams.info(STREAM);
  const isSame = found === created && state.last_seq >= lastSeq;
  if (!isSame) throw new LogLostError(created);
  return state.last_seq;
}

/** Messages that are requested at once. */
const AT_ONCE = 200;

/** The messages from a number to the newest that there is now, in batches; needs no consumer. */
export async function* readEach(
  access: LogAccess,
  stream: StreamInfo,
  fromSeq: number,
  signal: AbortSignal,
): AsyncGenerator<readonly Delivery[]> {
  const { manager } = access;
  const retry = <T>(work: () => Promise<T>) =>
    retryTransient(access, signal, work);
  const { first_seq, last_seq } =
    (await retry(() => manager.streams.info(STREAM))).state;
  for (let seq = Math.max(fromSeq, first_seq); seq <= last_seq;) {
    const count = Math.min(AT_ONCE, last_seq - seq + 1);
    const seqs = Array.from({ length: count }, (_, i) => seq + i);
    const messages = await Promise.all(
      seqs.map((seq) => retry(() => readMessage(manager, seq))),
    );
    await retry(() => verifyStream(manager, stream));
    yield messages.filter((message) => message !== null)
      .map((message) => ({
        ...{ logSeq: message.seq, subject: message.subject },
        ...{ data: message.data, isStray: true, ack() {} },
      }));
    seq += count;
  }
}

/** The messages since `start`: from a number up to, not including, another. */
async function findRange(manager: JetStreamManager, start: LogStart) {
  const { state } = await manager.streams.info(STREAM);
  const { first_seq: first, last_seq: last } = state;
  const range = { from: first, to: last + 1 };
  const from = "seq" in start
    ? Math.max(start.seq, first, 1)
    : await findSince(manager, start.time.getTime(), range);
  return { ...range, from };
}

/** Batches from `seq` on; an empty one when no message is left. */
async function* fetchFrom(
  { client }: LogAccess,
  seq: number,
  signal: AbortSignal,
): AsyncGenerator<JsMsg[]> {
  const consumer = await client.consumers.get(STREAM, {
    deliver_policy: DeliverPolicy.StartSequence,
    opt_start_seq: seq,
    inactive_threshold: INACTIVE_MS,
  });
  const options = { max_messages: 500, expires: FETCH_MS };
  try {
    while (!signal.aborted) {
      const batch = await Array.fromAsync(await consumer.fetch(options));
      const isEnd = batch.length === 0 &&
        (await consumer.info()).num_pending === 0;
      if (batch.length > 0 || isEnd) yield batch;
    }
  } finally {
    await consumer.delete().catch(() => {}); // the server drops it anyway
  }
}

/** The first message since `timeMs` in `[from, to)`; `to` if there is none. */
export async function findSince(
  manager: JetStreamManager,
  timeMs: number,
  { from, to }: { from: number; to: number },
): Promise<number> {
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    const time = await readTime(manager, middle);
    // A message deleted by hand has no time: take the side that keeps more.
    if (time === null || time >= timeMs) to = middle;
    else from = middle + 1;
  }
  return to;
}

async function readTime(
  manager: JetStreamManager,
  seq: number,
): Promise<number | null> {
  const message = await readMessage(manager, seq);
  return message && message.time.getTime();
}

/** A message by its number; null if there is none. */
async function readMessage(
  manager: JetStreamManager,
  seq: number,
): Promise<StoredMsg | null> {
  try {
    return await manager.streams.getMessage(STREAM, { seq });
  } catch (error) {
    if (apiCode(error) === CODES.noMessage) return null;
    throw error;
  }
}

/** What the log holds. */
export interface LogState {
  /** Number of the oldest message; `lastSeq + 1` if there is none. */
  readonly firstSeq: number;
  /** Number of the newest message ever; 0 if there was none. */
  readonly lastSeq: number;
  readonly messages: number;
  readonly bytes: number;
  /** Size at which the log is full. */
  readonly maxBytes: number;
  /** Messages that persist has not acknowledged. */
  readonly pending: number;
  /** Everything up to this number is acknowledged, and so stored. */
  readonly stored: number;
}

/** Reads what the log holds. */
export async function readState(manager: JetStreamManager): Promise<LogState> {
  const { state, config } = await manager.streams.info(STREAM);
  const { messages, bytes, last_seq: lastSeq } = state;
  return {
    firstSeq: messages > 0 ? state.first_seq : lastSeq + 1,
    lastSeq,
    messages,
    bytes,
    maxBytes: config.max_bytes,
    ...await readProgress(manager) ?? { pending: messages, stored: 0 },
  };
}

/** How far persist is; undefined before it ever ran. */
export async function readProgress(
  manager: JetStreamManager,
): Promise<Pick<LogState, "pending" | "stored"> | undefined> {
  try {
    const info = await manager.consumers.info(STREAM, CONSUMER);
    return {
      pending: info.num_pending + info.num_ack_pending,
      stored: info.ack_floor.stream_seq,
    };
  } catch (error) {
    if (apiCode(error) === CODES.noConsumer) return undefined;
    throw error;
  }
}
