import * as v from "valibot";
import { cleanText } from "../../../../domain/text/clean.ts";
import {
  awaitServer,
  ConnectionError,
  type Timeouts as CommonTimeouts,
} from "../connection.ts";
import { describeNetworkError, maskToken } from "../network.ts";

/** Timeouts and waits of the source, in milliseconds. */
export interface Timeouts extends CommonTimeouts {
  /** How far before its start a gap is read: posts of other servers arrive late, under the id of their own time. */
  readonly rewindMs: number;
}

/** Suits Mastodon's servers, which send heartbeats every 15 to 30 s. */
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
    failed: (e) => `${host} cannot be reached: ${describeNetworkError(e)}`,
  });
}

/** The largest answer that is read: 40 statuses of 64 KiB, and some more. */
const MAX_ANSWER = 4 * 2 ** 20;

/**
 * Requests JSON.
 *
 * @throws {ConnectionError} If there is none; `late` if there is unlikely to be one later.
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
  const body = await readBody(response, host, MAX_ERROR, options)
    .catch(() => null); // the status says enough
  return responseError(response, body, host, options.token);
}

/** The body as UTF-8; null if it has more than `maxBytes`. */
function readBody(
  { body }: Response,
  host: string,
  maxBytes: number,
  { timeouts, signal }: RequestOptions,
): Promise<string | null> {
  if (body === null) return Promise.resolve("");
  return awaitServer(readChunks(bodyReader(body, signal), maxBytes, signal), {
    ms: timeouts.answerMs,
    late: `${host} does not answer in full within`,
    failed: ({ message }) => `${host} broke the connection: ${message}`,
  });
}

async function readChunks(
  reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>,
  maxBytes: number,
  signal: AbortSignal,
): Promise<string | null> {
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
 * What an unsuccessful response means; `late` for a refusal, which repeating is
 * unlikely to change.
 *
 * @param body Null if it is too long or was not read.
 */
export function responseError(
  { status, headers }: Pick<Response, "status" | "headers">,
  body: string | null,
  host: string,
  token: string,
): ConnectionError {
  const refusal = (does: string) =>
    new ConnectionError(`${host} ${does}`, { retry: "late" });
  if (status === 429) {
    const retry = retryAfter(headers, Date.now());
    return new ConnectionError(`${host} limits requests (429)`, { retry });
  }
  if (status >= 500) return new ConnectionError(`${host} answers ${status}`);
  if (status >= 300 && status < 400) {
    const to = URL.parse(headers.get("location") ?? "");
    const target = to?.host ?? "another address";
    return refusal(`redirects to ${target}: name that host in SOURCE_URL`);
  }
  const message = messageIn(body, token);
  const answer = message ? `${status}: ${message}` : `${status}`;
  if (![401, 403, 422].includes(status)) return refusal(`answers ${answer}`);
  const verb = token === "" ? "requires a token" : "refuses the token";
  return refusal(
    `${verb} (${answer}): create an application at ` +
      `https://${host}/settings/applications with the scope read:statuses, ` +
      "and set its access token as MASTODON_TOKEN",
  );
}

/** The longest wait that a server may ask for. */
const MAX_WAIT_MS = 15 * 60_000;
const DEFAULT_WAIT_MS = 60_000;

/** How long to wait before the next request, in milliseconds. */
function retryAfter(headers: Headers, nowMs: number): number {
  const seconds = Number(headers.get("retry-after") ?? NaN);
  const resetMs = Date.parse(headers.get("x-ratelimit-reset") ?? "") - nowMs;
  const waitMs = [resetMs, seconds * 1_000].find((ms) => !Number.isNaN(ms));
  return Math.min(Math.max(waitMs ?? DEFAULT_WAIT_MS, 0), MAX_WAIT_MS);
}

const MAX_MESSAGE = 200;
const ErrorBody = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ error: v.string() }),
);

/** The server's message on one line, its copies of the token masked. */
function messageIn(body: string | null, token: string): string {
  const { success, output } = v.safeParse(ErrorBody, body);
  if (!success) return "";
  const line = cleanText(output.error).replace(/\s+/g, " ").trim();
  return maskToken(line, token).slice(0, MAX_MESSAGE);
}
