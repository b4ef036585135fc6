import {
  type Backoff,
  backoffMs,
  sleep,
  withTimeout,
} from "../../../domain/time/retry.ts";
import type { SourceEvent } from "./source.ts";

/** Options for {@linkcode ConnectionError}. */
export interface ConnectionErrorOptions extends ErrorOptions {
  /** When to try again: soon, as late as the back-off allows, or after this many ms at the earliest. @default {"soon"} */
  readonly retry?: "soon" | "late" | number;
  /** How long the server was silent before, in milliseconds. @default {0} */
  readonly silentMs?: number;
}

/** Thrown when a server cannot be reached, refuses or breaks the connection: it is tried again. */
export class ConnectionError extends Error {
  readonly retry: "soon" | "late" | number;
  readonly silentMs: number;

  constructor(message: string, options: ConnectionErrorOptions = {}) {
    super(message, options);
    this.name = "ConnectionError";
    this.retry = options.retry ?? "soon";
    this.silentMs = options.silentMs ?? 0;
  }
}

/** Timeouts and waits of a live source, in milliseconds. */
export interface Timeouts {
  /** Silence after which a connection counts as dead. */
  readonly silenceMs: number;
  /** For an answer, or for a connection to open. */
  readonly answerMs: number;
  /** Longest wait before the second retry; it doubles; the first comes at once. */
  readonly retryMs: number;
  /** Longest wait of all. */
  readonly maxRetryMs: number;
  /** A connection that lasted this long resets the back-off. */
  readonly steadyMs: number;
}

/** Reads one connection: its events, `live` among them. Throws {@linkcode ConnectionError} at its end. */
export type ReadConnection = (
  signal: AbortSignal,
) => AsyncGenerator<SourceEvent, void>;

/** Reads one connection after another until `signal` aborts, and reports each interruption. */
export async function* keepConnected(
  read: ReadConnection,
  timeouts: Timeouts,
  signal: AbortSignal,
): AsyncGenerator<SourceEvent> {
  let failures = 0;
  let downMs = -Infinity;
  while (!signal.aborted) {
    const stop = new AbortController();
    const abort = () => stop.abort();
    signal.addEventListener("abort", abort);
    let liveMs = Infinity;
    let failure: ConnectionError;
    try {
      for await (const event of read(stop.signal)) {
        if (signal.aborted) return;
        if (event.kind === "live") {
          yield { ...event, atMs: Math.max(event.atMs, downMs) };
          [liveMs, downMs] = [performance.now(), -Infinity];
        } else yield event;
      }
      return;
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof ConnectionError)) throw error;
      failure = error;
    } finally {
      signal.removeEventListener("abort", abort);
      stop.abort();
    }
    const { message: why, silentMs } = failure;
    const stoodMs = performance.now() - liveMs - silentMs;
    failures = stoodMs >= timeouts.steadyMs ? 1 : failures + 1;
    if (downMs === -Infinity) downMs = Date.now() - silentMs;
    const retryMs = reconnectMs(failures, timeouts, failure);
    yield { kind: "down", atMs: downMs, why, retryMs };
    await sleep(retryMs, signal);
  }
}

/**
 * How long to wait before connecting again after so many failures in a row:
 * not at all after the first, then a random part of a bound that doubles, so
 * that clients that lost the same server do not come back together; or longer,
 * if the server says so.
 */
export function reconnectMs(
  failures: number,
  { retryMs, maxRetryMs }: Pick<Timeouts, "retryMs" | "maxRetryMs">,
  { retry }: Pick<ConnectionError, "retry">,
  random: Pick<Backoff, "random"> = {},
): number {
  if (retry === "late") return maxRetryMs;
  const backoff = { baseMs: retryMs, maxMs: maxRetryMs, jitter: 1, ...random };
  const ms = failures <= 1 ? 0 : Math.round(backoffMs(failures - 1, backoff));
  return retry === "soon" ? ms : Math.max(ms, retry);
}

/** Options for {@linkcode awaitServer}. */
interface AwaitOptions {
  readonly ms: number;
  /** The error's message if it takes longer; the time is appended. */
  readonly late: string;
  /** The error's message if the connection fails. */
  readonly failed: (error: Error) => string;
}

/** Waits for a server, and turns each failure into a {@linkcode ConnectionError}. */
export async function awaitServer<T>(
  promise: Promise<T>,
  { ms, late, failed }: AwaitOptions,
): Promise<T> {
  const tooLate = `${late} ${ms / 1_000} s`;
  try {
    return await withTimeout(promise, ms, tooLate);
  } catch (error) {
    if (!(error instanceof Error) || error instanceof ConnectionError) {
      throw error;
    }
    if (error.name !== "TimeoutError") {
      throw new ConnectionError(failed(error), { cause: error });
    }
    throw new ConnectionError(tooLate, { cause: error, silentMs: ms });
  }
}

/**
 * Waits for the next part of a stream.
 *
 * @throws {ConnectionError} If the server is silent for too long, or the connection breaks.
 */
export function awaitPart<T>(
  part: Promise<T>,
  host: string,
  silenceMs: number,
): Promise<T> {
  return awaitServer(part, {
    ms: silenceMs,
    late: `${host} sent nothing for`,
    failed: ({ message }) => `${host} broke the connection: ${message}`,
  });
}
