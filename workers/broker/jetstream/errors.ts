import {
  ConnectionError,
  errors,
  PermissionViolationError,
  RequestError,
  TimeoutError,
} from "nats";
import { JetStreamApiError, JetStreamError } from "nats/jetstream";
import { setTimeout as delay } from "node:timers/promises";
import type { Log, LogLevel } from "../../../log.ts";
import { BrokerError } from "../broker.ts";
import type { Link } from "./connection.ts";

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;

/** How {@linkcode retryWhileAway} waits. */
export interface Patience {
  /** Ends the waiting. */
  readonly signal: AbortSignal;
  readonly link: Pick<Link, "whileUp" | "whenUp">;
  /** Told of each attempt that failed. */
  readonly onAway: (error: unknown) => void;
}

/**
 * Tries for as long as the server is away, has no leader or is slow.
 *
 * @throws {BrokerError} If it refuses, or the connection was closed.
 */
export async function retryWhileAway<T>(
  attempt: () => Promise<T>,
  { signal, link, onAway }: Patience,
): Promise<T> {
  for (let pauseMs = FIRST_PAUSE_MS;; pauseMs *= 2) {
    await link.whenUp(signal);
    try {
      return await link.whileUp(attempt(), signal);
    } catch (error) {
      if (error instanceof BrokerError) throw error;
      const why = refusalOf(error);
      if (why) throw new BrokerError(why, { cause: error });
      if (!isAway(error)) throw error;
      onAway(error);
    }
    const waitMs = Math.min(pauseMs, LONGEST_PAUSE_MS);
    await delay(waitMs * (0.5 + Math.random() / 2), undefined, { signal })
      .catch(() => {});
  }
}

/** Whether an error says that the server is away, slow or has no leader: waiting cures it. */
export function isAway(error: unknown): boolean {
  return error instanceof TimeoutError || error instanceof RequestError ||
    error instanceof ConnectionError || error instanceof JetStreamError ||
    error instanceof errors.NoRespondersError ||
    apiCode(error) !== undefined ||
    error instanceof Error && error.name === "JetStreamNotEnabled";
}

/** Answers of JetStream that are told apart, by their numbers. */
export const CODES = {
  noConsumer: 10014,
  noMessage: 10037,
  noSequence: 10043,
  messageTooLarge: 10054,
  notDeleted: 10057,
  streamNameTaken: 10058,
  noStream: 10059,
  wrongLastSequence: 10071,
  full: 10077,
  headersTooLarge: 10097,
} as const;

/** The number of JetStream's answer that an error stands for, if any. */
export function apiCode(error: unknown): number | undefined {
  return error instanceof JetStreamApiError ? error.code : undefined;
}

/** Answers with this status say that the server cannot at the moment. */
const UNAVAILABLE = 503;

/** Why a server will not do what it was asked for; undefined if it only cannot do it now. */
export function refusalOf(error: unknown): string | undefined {
  if (error instanceof PermissionViolationError) {
    const { operation, subject } = error;
    const verb = operation === "publish" ? "publish" : "subscribe";
    return `NATS does not let this user ${verb} to ${subject}`;
  }
  if (error instanceof JetStreamApiError) {
    return error.status === UNAVAILABLE ? undefined : error.message;
  }
  return error instanceof Error ? refusalOf(error.cause) : undefined;
}

/** From one line to the next. */
const TELL_MS = 30_000;

/** Creates a log for what fails over and over: it writes a line at most every 30 s. */
export function tellSeldom(log: Log): (
  level: LogLevel,
  message: string,
  fields?: Readonly<Record<string, unknown>>,
) => boolean {
  let nextMs = 0;
  return (level, message, fields) => {
    const nowMs = performance.now();
    if (nowMs < nextMs) return false;
    nextMs = nowMs + TELL_MS;
    log(level, message, fields);
    return true;
  };
}
