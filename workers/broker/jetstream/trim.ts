import type { JetStreamManager, StreamState } from "nats/jetstream";
import { setTimeout as delay } from "node:timers/promises";
import type { Log } from "../../../log.ts";
import { CONSUMER, type LogLimits, STREAM } from "./config.ts";
import type { Link } from "./connection.ts";
import { apiCode, CODES, isAway, tellSeldom } from "./errors.ts";
import { findSince } from "./read.ts";

/** From one look at the log to the next. */
const LOOK_MS = 1_000;

/** What {@linkcode keepTrimmed} works with. */
interface TrimParts {
  readonly manager: JetStreamManager;
  readonly limits: Required<LogLimits>;
  readonly link: Pick<Link, "whileUp">;
  readonly log: Log;
}

/** Trims the log once a second until `signal` aborts. A failure is told, and tried again. */
export async function keepTrimmed(
  { manager, limits, link, log }: TrimParts,
  signal: AbortSignal,
): Promise<void> {
  const complain = tellSeldom(log);
  while (!signal.aborted) {
    try {
      const trim = () => link.whileUp(trimLog(manager, limits), signal);
      while (await trim() > 0);
    } catch (error) {
      if (signal.aborted) return;
      if (!isAway(error)) throw error;
      complain("warn", "cannot make room in the log", { error });
    }
    await delay(LOOK_MS, undefined, { signal }).catch(() => {});
  }
}

/** How full the log may become before room is made, and how full it then is. */
const HIGH = 0.8;
const LOW = 0.75;

/** Messages that are removed at a time at most, and how many of them at once. */
const MAX_REMOVED = 10_000;
const AT_ONCE = 200;

/**
 * Removes the oldest messages when the log is nearly full or they are too old,
 * but none that is not acknowledged, and so stored. Tells how many it removed;
 * there may be more to remove.
 *
 * Nothing else ever removes a message, so none that was accepted can be lost:
 * when all of a full log is still to be stored, the server takes no more, ingest
 * waits, and a source that can pause pauses. When it is stored there is room
 * again. Any number of workers may do this at once.
 *
 * Messages are deleted one by one, about 20,000 a second: a server before 2.9.15
 * that is asked to purge up to a number forgets what all workers have in hand,
 * and delivers it never again.
 */
export async function trimLog(
  manager: JetStreamManager,
  { maxBytes, maxAgeSeconds }: Required<LogLimits>,
): Promise<number> {
  const { state } = await manager.streams.info(STREAM);
  const oldest = maxAgeSeconds > 0 ? Date.now() - maxAgeSeconds * 1_000 : 0;
  const isOld = state.messages > 0 && Date.parse(state.first_ts) < oldest;
  if (!isOld && state.bytes < HIGH * maxBytes) return 0;

  const from = state.first_seq;
  const to = Math.min(await lastStored(manager) + 1, from + MAX_REMOVED);
  const fits = Math.min(firstThatFits(state, maxBytes), to);
  const keepFrom = isOld
    ? Math.max(fits, await findSince(manager, oldest, { from, to }))
    : fits;
  return await removeRange(manager, from, keepFrom);
}

/** Everything up to this number is acknowledged. */
async function lastStored(manager: JetStreamManager): Promise<number> {
  try {
    const info = await manager.consumers.info(STREAM, CONSUMER);
    return info.ack_floor.stream_seq;
  } catch (error) {
    if (apiCode(error) === CODES.noConsumer) return 0;
    throw error;
  }
}

/** From where on the log is as full as it should be, if all messages are alike. */
function firstThatFits(state: StreamState, maxBytes: number): number {
  if (state.bytes < HIGH * maxBytes) return state.first_seq;
  const surplus = 1 - LOW * maxBytes / state.bytes;
  return state.first_seq + Math.ceil(state.messages * surplus);
}

/** Removes the messages from `from` up to but not including `to`, the oldest first. */
async function removeRange(
  manager: JetStreamManager,
  from: number,
  to: number,
): Promise<number> {
  let next = from;
  let removed = 0;
  const remove = async () => {
    while (next < to) if (await removeMessage(manager, next++)) removed++;
  };
  await Promise.all(Array.from({ length: AT_ONCE }, remove));
  return removed;
}

/** Tells whether it was this call that removed it: another worker may be faster. */
async function removeMessage(
  manager: JetStreamManager,
  seq: number,
): Promise<boolean> {
  try {
    return await manager.streams.deleteMessage(STREAM, seq, false);
  } catch (error) {
    const code = apiCode(error);
    if (code === CODES.noSequence || code === CODES.notDeleted) return false;
    throw error;
  }
}
