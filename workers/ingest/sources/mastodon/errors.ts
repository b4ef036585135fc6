import * as v from "valibot";
import { cleanText } from "../../../../domain/text/clean.ts";

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

/** Thrown when a server refuses a request: repeating it is of little use. */
export class RefusalError extends ConnectionError {
  constructor(message: string) {
    super(message, { retry: "late" });
    this.name = "RefusalError";
  }
}

/** An unsuccessful HTTP response. */
export interface FailedResponse {
  readonly status: number;
  readonly headers: Headers;
  /** Null if it is too long or was not read. */
  readonly body: string | null;
}

/** What an unsuccessful response means. */
export function responseError(
  { status, headers, body }: FailedResponse,
  host: string,
  token: string,
): ConnectionError {
  if (status === 429) {
    const retry = retryAfter(headers, Date.now());
    return new ConnectionError(`${host} limits requests (429)`, { retry });
  }
  if (status >= 500) return new ConnectionError(`${host} answers ${status}`);
  if (status >= 300 && status < 400) {
    const to = headers.get("location") ?? "";
    const target = URL.canParse(to) ? new URL(to).host : "another address";
    return new RefusalError(
      `${host} redirects to ${target}: name that host in SOURCE_URL`,
    );
  }
  const message = messageIn(body, token);
  const answer = message ? `${status}: ${message}` : `${status}`;
  if (![401, 403, 422].includes(status)) {
    return new RefusalError(`${host} answers ${answer}`);
  }
  const verb = token === "" ? "requires a token" : "refuses the token";
  return new RefusalError(
    `${host} ${verb} (${answer}): create an application at ` +
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
  const masked = token === "" ? line : line.replaceAll(token, "***");
  return masked.slice(0, MAX_MESSAGE);
}
