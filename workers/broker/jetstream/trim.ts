import type { JetStreamManager, StreamState } from "nats/jetstream";
import { sleep } from "../../../domain/time/retry.ts";
import { type LogLimits, STREAM } from "./config.ts";
import {
  apiCode,
  CODES,
  isTransient,
  type LogAccess,
  logRateLimited,
} from "./errors.ts";
import { findSince, readProgress } from "./read.ts";

/** Between two checks of the log. */
const INTERVAL_MS = 1_000;

/** Trims the log once a second until `signal` aborts. A failure is logged, and retried. */
export async function keepTrimmed(
  { manager, limits, nats, log }: LogAccess,
  signal: AbortSignal,
): Promise<void> {
  const warn = logRateLimited(log);
  while (!signal.aborted) {
    try {
      const trim = () => nats.whileUp(trimLog(manager, limits), signal);
      while (await trim() > 0);
    } catch (error) {
      if (signal.aborted) return;
      if (!isTransient(error)) throw error;
      warn("warn", "cannot trim the log", { error });
    }
    await sleep(INTERVAL_MS, signal);
  }
}

/** The log is trimmed when it is fuller than HIGH, down to LOW. */
const HIGH = 0.8;
const LOW = 0.75;

/** Messages that are removed in one call, and concurrently. */
const MAX_REMOVED = 10_000;
const AT_ONCE = 200;

/**
 * Removes the oldest messages when the log is nearly full or they are too old,
 * but only acknowledged, and so stored, ones. Returns how many it removed; there
 * may be more. Any number of workers may do this at once.
 *
 * Nothing else ever removes a message, so none that was accepted can be lost:
 * while a full log holds unstored messages only, the server takes no more, ingest
 * waits, and a source that can pause pauses.
 *
 * Messages are deleted one by one, about 20,000 a second: a server before 2.9.15
 * that purges up to a number never delivers again what workers have in flight.
 */
export async function trimLog(
  manager: JetStreamManager,
  limits: LogLimits,
): Promise<number> {
  const { maxAgeSeconds } = limits;
  const { state, config } = await manager.streams.info(STREAM);
  const isLimited = config.max_bytes > 0; // perhaps lower than it should be
  const maxBytes = isLimited
    ? Math.min(config.max_bytes, limits.maxBytes)
    : limits.maxBytes;
  const oldest = maxAgeSeconds > 0 ? Date.now() - maxAgeSeconds * 1_000 : 0;
  const isOld = state.messages > 0 && Date.parse(state.first_ts) < oldest;
  if (!isOld && state.bytes < HIGH * maxBytes) return 0;

  const from = state.first_seq;
  const { stored } = await readProgress(manager) ?? { stored: 0 };
  const to = Math.min(stored + 1, from + MAX_REMOVED);
  const fits = Math.min(firstThatFits(state, maxBytes), to);
  const keepFrom = isOld
    ? Math.max(fits, await findSince(manager, oldest, { from, to }))
    : fits;
  return await removeRange(manager, from, keepFrom);
}

/** The first message to keep, if all have the same size. */
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

/** Whether this call removed it: another worker may be faster. */
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
