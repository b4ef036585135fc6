import {
  ConnectionError,
  errors,
  PermissionViolationError,
  RequestError,
  TimeoutError,
} from "nats";
import {
  JetStreamApiError,
  type JetStreamClient,
  JetStreamError,
  type JetStreamManager,
} from "nats/jetstream";
import { retry } from "../../../domain/time/retry.ts";
import type { Log, LogLevel } from "../../../log.ts";
import { BrokerError } from "../broker.ts";
import type { LogLimits } from "./config.ts";
import type { NatsConnection } from "./connection.ts";

const BACKOFF = { baseMs: 100, maxMs: 2_000 };

/** The log as its parts use it, once it is open. */
export interface LogAccess {
  readonly client: JetStreamClient;
  readonly manager: JetStreamManager;
  readonly limits: LogLimits;
  readonly nats: NatsConnection;
  readonly log: Log;
  /** Called for each failure that is retried. */
  readonly onTransient: (error: unknown) => void;
}

/**
 * Retries while the server is away, has no leader or is slow.
 *
 * @throws {BrokerError} If the server refuses.
 */
export async function retryTransient<T>(
  { nats, onTransient: onRetry }: Pick<LogAccess, "nats" | "onTransient">,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  async function attempt(): Promise<T> {
    await nats.whenUp(signal);
    try {
      return await nats.whileUp(work(), signal);
    } catch (error) {
      throw toBrokerError(error);
    }
  }
  try {
    return await retry(attempt, { ...BACKOFF, isTransient, onRetry, signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}

/** Whether the server is away, slow or without a leader: retrying cures it. */
export function isTransient(error: unknown): boolean {
  return error instanceof TimeoutError || error instanceof RequestError ||
    error instanceof ConnectionError || error instanceof JetStreamError ||
    error instanceof errors.NoRespondersError ||
    apiCode(error) !== undefined ||
    error instanceof Error && error.name === "JetStreamNotEnabled";
}

/** Error codes of JetStream. */
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

/** JetStream's error code, if an error has one. */
export function apiCode(error: unknown): number | undefined {
  return error instanceof JetStreamApiError ? error.code : undefined;
}

/** Whether a request failed because there is no stream. */
export function isStreamGone(error: unknown): boolean {
  const cause = error instanceof BrokerError ? error.cause : error;
  return apiCode(cause) === CODES.noStream;
}

/** Whether the user lacks a permission. */
export function isForbidden(error: unknown): boolean {
  return error instanceof PermissionViolationError ||
    error instanceof Error && isForbidden(error.cause);
}

/** Status of what the server cannot do at the moment. */
const UNAVAILABLE = 503;

/** An error as it is, or what it means if the server refuses the request. */
export function toBrokerError(cause: unknown, what = ""): unknown {
  const isKnown = cause instanceof BrokerError;
  const reason = isKnown ? undefined : refusalOf(cause);
  return reason ? new BrokerError(what + reason, { cause }) : cause;
}

/** Why a server refuses a request; undefined if retrying may help. */
function refusalOf(error: unknown): string | undefined {
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

/** Between two lines. */
const INTERVAL_MS = 30_000;

/** A log for repeated failures: writes at most a line in 30 s, and returns whether it did. */
export function logRateLimited(log: Log): (
  level: LogLevel,
  message: string,
  fields?: Readonly<Record<string, unknown>>,
) => boolean {
  let nextMs = 0;
  return (level, message, fields) => {
    const nowMs = performance.now();
    if (nowMs < nextMs) return false;
    nextMs = nowMs + INTERVAL_MS;
    log(level, message, fields);
    return true;
  };
}
