import { withTimeout } from "../../../../domain/time/retry.ts";
import { describeNetworkError } from "../network.ts";
import { ConnectionError, responseError } from "./errors.ts";

/** Timeouts and waits of a live source, in milliseconds. */
export interface Timeouts {
  /** Silence after which a connection counts as dead; Mastodon sends heartbeats every 15 to 30 s. @default {60_000} */
  readonly silenceMs: number;
  /** For an answer. @default {10_000} */
  readonly answerMs: number;
  /** Longest wait before the second retry; it doubles; the first comes at once. @default {1_000} */
  readonly retryMs: number;
  /** Longest wait of all. @default {60_000} */
  readonly maxRetryMs: number;
  /** A connection that lasted this long resets the back-off. @default {10_000} */
  readonly steadyMs: number;
  /** How far before its start a gap is read: posts of other servers arrive late, under the id of their own time. @default {15_000} */
  readonly rewindMs: number;
}

/** Suits Mastodon's servers. */
export const TIMEOUTS: Timeouts = {
  silenceMs: 60_000,
  answerMs: 10_000,
  retryMs: 1_000,
  maxRetryMs: 60_000,
  steadyMs: 10_000,
  rewindMs: 15_000,
};

/** Options for {@linkcode request}. */
export interface RequestOptions {
  /** Sent to the server, but not to where it redirects; empty: none. */
  readonly token: string;
  readonly timeouts: Timeouts;
  readonly signal: AbortSignal;
}

const EVENTS = "text/event-stream";

/**
 * Requests a page, whatever its status. A request with a token follows no
 * redirect.
 *
 * @throws {ConnectionError} If there is no answer.
 */
export async function request(
  url: string,
  accept: string,
  { token, timeouts, signal }: RequestOptions,
  redirect: "follow" | "manual" = token === "" ? "follow" : "manual",
): Promise<Response> {
  const { host } = new URL(url);
  const headers = new Headers({ accept, "user-agent": "Freshet" });
  // A compressed stream would arrive late, and its end unnoticed.
  if (accept === EVENTS) headers.set("accept-encoding", "identity");
  if (token !== "") headers.set("authorization", `Bearer ${token}`);
  return await awaitServer(fetch(url, { headers, redirect, signal }), {
    ms: timeouts.answerMs,
    late: `${host} does not answer within`,
    failed: (error) => `cannot reach ${host}: ${describeNetworkError(error)}`,
  });
}

/** The largest answer that is read: 40 statuses of 64 KiB, and some more. */
const MAX_ANSWER = 4 * 2 ** 20;

/**
 * Requests JSON.
 *
 * @throws {ConnectionError} If there is none; `RefusalError` if there never will be.
 */
export async function fetchJson(
  url: string,
  options: RequestOptions,
): Promise<unknown> {
  const { host } = new URL(url);
  const response = await request(url, "application/json", options);
  if (!response.ok) throw await readError(response, host, options);
  const body = await readBody(response, host, MAX_ANSWER, options);
  if (body === null) {
    throw new ConnectionError(`${host} answers more than ${MAX_ANSWER} bytes`);
  }
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new ConnectionError(`${host} does not answer JSON`, { cause });
  }
}

const MAX_ERROR = 16_384;

/** What an unsuccessful response means; reads its body. */
export async function readError(
  response: Response,
  host: string,
  options: RequestOptions,
): Promise<ConnectionError> {
  const { status, headers } = response;
  const body = await readBody(response, host, MAX_ERROR, options)
    .catch(() => null); // the status says enough
  return responseError({ status, headers, body }, host, options.token);
}

/** The body as UTF-8; null if it has more than `maxBytes`. */
function readBody(
  response: Response,
  host: string,
  maxBytes: number,
  { timeouts, signal }: RequestOptions,
): Promise<string | null> {
  return awaitServer(readChunks(response, maxBytes, signal), {
    ms: timeouts.answerMs,
    late: `${host} does not answer in full within`,
    failed: () => `the connection to ${host} broke`,
  });
}

async function readChunks(
  response: Response,
  maxBytes: number,
  signal: AbortSignal,
): Promise<string | null> {
  if (response.body === null) return "";
  const reader = bodyReader(response.body, signal);
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  while (true) {
    const { value } = await reader.read();
    signal.throwIfAborted();
    if (value === undefined) return await new Blob(chunks).text();
    chunks.push(value);
    size += value.length;
    if (size <= maxBytes) continue;
    await reader.cancel();
    return null;
  }
}

/**
 * A reader of a response's body that ends when `signal` aborts. The signal of
 * the `fetch` is not enough: once its `Response` is garbage-collected, reading
 * would wait forever.
 */
export function bodyReader(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  signal: AbortSignal,
): ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>> {
  const reader = body.getReader();
  const cancel = () => void reader.cancel().catch(() => {}); // broken anyway
  if (signal.aborted) cancel();
  else signal.addEventListener("abort", cancel, { once: true });
  return reader;
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
    late: `nothing came from ${host} for`,
    failed: () => `the connection to ${host} broke`,
  });
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
