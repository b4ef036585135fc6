import * as v from "valibot";
import { cleanText } from "../../../../domain/text/clean.ts";
import { describeNetworkError } from "../network.ts";

/** The largest answer that is read: 40 statuses of 64 KiB, and some more. */
const MAX_BYTES = 4 * 2 ** 20;

/**
 * Asks a server for JSON.
 *
 * @throws {ConnectionError} If there is none; {@linkcode RefusalError} if there never will be.
 */
export async function askJson(url: string, asking: Asking): Promise<unknown> {
  const { token, waits } = asking;
  const { host } = new URL(url);
  const what = `${host} does not answer in full`;
  return await withDeadline(
    waits.answerMs,
    what,
    asking.signal,
    async (signal) => {
      const response = await ask(url, "application/json", {
        ...asking,
        signal,
      });
      if (!response.ok) {
        throw await refusalOf(response, host, { token, signal });
      }
      return parse(await readAll(response, host, signal), host);
    },
  );
}

async function readAll(
  response: Response,
  host: string,
  signal: AbortSignal,
): Promise<string> {
  let body: string | null;
  try {
    body = await readBody(response, MAX_BYTES, signal);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new ConnectionError(`${host} broke off its answer`, { cause: error });
  }
  if (body === null) throw new ConnectionError(`${host} answers far too much`);
  return body;
}

function parse(body: string, host: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new ConnectionError(`${host} answers something that is not JSON`, {
      cause,
    });
  }
}

const MAX_BODY = 16_384;
const MAX_WORDS = 200;

/** The longest that a server may ask to wait. */
const MOST_WAIT_MS = 15 * 60_000;
const USUAL_WAIT_MS = 60_000;

const Said = v.pipe(v.string(), v.parseJson(), v.object({ error: v.string() }));

/** What an answer means that is not the one hoped for; reads its body. */
export async function refusalOf(
  response: Response,
  host: string,
  { token, signal }: Pick<Asking, "token" | "signal">,
): Promise<ConnectionError> {
  const { status, headers } = response;
  const body = await readBody(response, MAX_BODY, signal)
    .catch(() => null); // the status says enough;
  if (status === 429) {
    const retry = waitOf(headers, Date.now());
    return new ConnectionError(`${host} asks for patience (429)`, { retry });
  }
  if (status >= 500) {
    return new ConnectionError(`${host} answers ${status}`);
  }
  if (status >= 300 && status < 400) {
    const to = headers.get("location") ?? "";
    const name = URL.canParse(to) ? new URL(to).host : "another address";
    const words =
      `${host} sends us on to ${name}: name that host in SOURCE_URL`;
    return new RefusalError(status, words);
  }
  const said = saidOf(body, token);
  return new RefusalError(
    status,
    isAboutToken(status)
      ? describeToken(host, `${status}${said && `: ${said}`}`, token)
      : `${host} answers ${status}${said && `: ${said}`}`,
  );
}

function isAboutToken(status: number): boolean {
  return status === 401 || status === 403 || status === 422;
}

function describeToken(host: string, said: string, token: string): string {
  const verdict = token === ""
    ? `${host} wants a token (${said})`
    : `${host} refuses the token (${said})`;
  return `${verdict}: make an application at https://${host}/settings/applications ` +
    "with the scope read:statuses, and put its access token into MASTODON_TOKEN";
}

/** The server's own words, on one line, and never the token in them. */
function saidOf(body: string | null, token: string): string {
  const { success, output } = v.safeParse(Said, body);
  if (!success) return "";
  const line = cleanText(output.error).replace(/\s+/g, " ").trim();
  const masked = token === "" ? line : line.replaceAll(token, "***");
  return masked.slice(0, MAX_WORDS);
}

/** How long to wait before asking again, in milliseconds. */
function waitOf(headers: Headers, nowMs: number): number {
  const seconds = Number(headers.get("retry-after") ?? NaN);
  const resetMs = Date.parse(headers.get("x-ratelimit-reset") ?? "") - nowMs;
  const asked = [resetMs, seconds * 1_000].find((ms) => !Number.isNaN(ms));
  return Math.min(Math.max(asked ?? USUAL_WAIT_MS, 0), MOST_WAIT_MS);
}

const EVENTS = "text/event-stream";

/** How a server is asked. */
export interface Asking {
  /** Sent along, and to nobody to whom the server sends us on; empty: none. */
  readonly token: string;
  readonly waits: ConnectionWaits;
  readonly signal: AbortSignal;
}

/**
 * Asks a server; its answer may be anything. Where a token goes along, nobody
 * is followed to another address.
 *
 * @throws {ConnectionError} If there is no answer.
 */
export async function ask(
  url: string,
  accept: string,
  { token, waits, signal }: Asking,
  redirect: "follow" | "manual" = token === "" ? "follow" : "manual",
): Promise<Response> {
  const { host } = new URL(url);
  const headers = new Headers({ accept, "user-agent": "Freshet" });
  // Packed, a stream would come later, and end unnoticed.
  if (accept === EVENTS) headers.set("accept-encoding", "identity");
  if (token !== "") headers.set("authorization", `Bearer ${token}`);
  return await withDeadline(
    waits.answerMs,
    `${host} does not answer`,
    signal,
    (signal) => reach(host, () => fetch(url, { headers, redirect, signal })),
  );
}

async function reach<T>(host: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const reason = describeNetworkError(error);
    throw new ConnectionError(`cannot reach ${host}: ${reason}`, {
      cause: error,
    });
  }
}

/** How long a live source waits for what, in milliseconds. */
export interface ConnectionWaits {
  /** Silence that counts as a dead connection; Mastodon gives a sign of life every 15 to 30 s. @default {60_000} */
  readonly silenceMs: number;
  /** For an answer. @default {10_000} */
  readonly answerMs: number;
  /** Before the second try; the first comes at once. @default {1_000} */
  readonly leastRetryMs: number;
  /** Between tries, at most. @default {60_000} */
  readonly mostRetryMs: number;
  /** A connection that stood so long was a good one: the next tries begin anew. @default {10_000} */
  readonly steadyMs: number;
  /** How far back a gap is read: posts of other servers come late, numbered by their own time. @default {15_000} */
  readonly rewindMs: number;
}

/** What Mastodon's servers are used to. */
export const WAITS: ConnectionWaits = {
  silenceMs: 60_000,
  answerMs: 10_000,
  leastRetryMs: 1_000,
  mostRetryMs: 60_000,
  steadyMs: 10_000,
  rewindMs: 15_000,
};

/**
 * Does something that may take so long only. The signal that it is given stays
 * good for what comes out of it.
 *
 * @param what Such as "x.example does not answer".
 */
export async function withDeadline<T>(
  ms: number,
  what: string,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const either = followSignal(signal);
  const late = Symbol();
  const timer = setTimeout(() => either.abort(late), ms);
  try {
    return await work(either.signal);
  } catch (error) {
    if (either.signal.reason !== late) throw error;
    throw new ConnectionError(`${what} within ${ms / 1_000} s`, {
      cause: error,
    });
  } finally {
    clearTimeout(timer);
  }
}

/** A controller that aborts with a signal, which holds it for as long. */
function followSignal(signal: AbortSignal): AbortController {
  const controller = new AbortController();
  const abort = () => controller.abort(signal.reason);
  if (signal.aborted) abort();
  else signal.addEventListener("abort", abort, { once: true });
  return controller;
}

/** An answer's body, read as UTF-8; null if there is more than `maxBytes`. */
async function readBody(
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
 * A reader of an answer's body that ends when `signal` aborts, in good order.
 * The signal of the fetch is not enough: once its `Response` is collected as
 * garbage, reading would go on waiting for ever.
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

/** Options for {@linkcode ConnectionError}. */
export interface ConnectionErrorOptions extends ErrorOptions {
  /** When to try again: soon, as late as the back-off goes, or after so many ms at the earliest. @default {"soon"} */
  readonly retry?: "soon" | "late" | number;
  /** How long nothing was heard before it failed, in milliseconds. @default {0} */
  readonly silentMs?: number;
}

/** Thrown when a server cannot be reached, refuses or breaks off; it is asked again later. */
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

/** Thrown when a server answers that it will not: asking the same again is of little use. */
export class RefusalError extends ConnectionError {
  constructor(readonly status: number, message: string) {
    super(message, { retry: "late" });
    this.name = "RefusalError";
  }
}

/**
 * Waits for the next sign of life of a server.
 *
 * @throws {ConnectionError} If there is none for so long, or the connection breaks.
 */
export async function listen<T>(
  next: Promise<T>,
  host: string,
  silenceMs: number,
): Promise<T> {
  const { promise: silence, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const words = `nothing came from ${host} for ${silenceMs / 1_000} s`;
    reject(new ConnectionError(words, { silentMs: silenceMs }));
  }, silenceMs);
  try {
    return await Promise.race([next, silence]);
  } catch (error) {
    if (error instanceof ConnectionError || !isBreak(error)) throw error;
    throw new ConnectionError(`the connection to ${host} broke`, {
      cause: error,
    });
  } finally {
    clearTimeout(timer);
  }
}

/** What a body or a socket throws that its other end cuts off. */
function isBreak(error: unknown): boolean {
  return error instanceof TypeError ||
    error instanceof Deno.errors.ConnectionReset ||
    error instanceof Deno.errors.ConnectionAborted ||
    error instanceof Deno.errors.BrokenPipe ||
    error instanceof Deno.errors.UnexpectedEof ||
    error instanceof Deno.errors.InvalidData ||
    error instanceof Deno.errors.TimedOut ||
    error instanceof Deno.errors.BadResource ||
    error instanceof Deno.errors.Interrupted;
}
