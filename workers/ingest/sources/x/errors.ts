import {
  ApiPartialResponseError,
  ApiRequestError,
  ApiResponseError,
} from "twitter-api-v2";
import * as v from "valibot";
import { cleanText } from "../../../../domain/text/clean.ts";

/** X's code for "rate limit exceeded". */
const RATE_CODE = 88;

/**
 * Makes one kind of error of what the library throws. The token never stands in it.
 *
 * @throws What is not an error of a request.
 */
export function toXError(error: unknown, token: string): XError {
  if (error instanceof XError) return error;
  if (error instanceof ApiResponseError) {
    const body = typeof error.data === "string"
      ? error.data as string
      : JSON.stringify(error.data ?? "");
    return answerError(error.code, body, error.headers, token);
  }
  if (error instanceof ApiPartialResponseError) {
    const { statusCode = 0, headers } = error.response;
    if (statusCode >= 400) return answerError(statusCode, "", headers, token);
    return new XError("X broke its answer off", "network");
  }
  if (error instanceof ApiRequestError) {
    // `requestError` should be this, but is never set.
    const cause: unknown = error["_options"]?.error;
    const why = cause instanceof Error ? cause.message : "nobody says why";
    return new XError(`X cannot be reached: ${hide(why, token)}`, "network");
  }
  throw error;
}

function answerError(
  status: number,
  body: string,
  headers: Record<string, string | string[] | undefined>,
  token: string,
): XError {
  const problem = problemIn(body);
  const isRate = status === 429 || status === 420 ||
    problem?.code === RATE_CODE;
  return new XError(
    hide(explainProblem(status, problem), token),
    isRate ? "rate" : "http",
    {
      status,
      body,
      resetMs: isTooManyConnections(problem) ? null : resetOf(headers),
    },
  );
}

function problemIn(body: string): XProblem | undefined {
  try {
    return problemsOf(parseJson(body))[0];
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined; // a page of a proxy
  }
}

/** When X takes requests again, if none are left. */
function resetOf(
  headers: Record<string, string | string[] | undefined>,
): number | null {
  const left = headers["x-rate-limit-remaining"];
  if (left !== undefined && left !== "0") return null;
  const reset = headers["x-rate-limit-reset"];
  if (typeof reset !== "string" || !/^\d{1,12}$/.test(reset)) return null;
  return Number(reset) * 1_000;
}

function hide(text: string, token: string): string {
  return token === "" ? text : text.replaceAll(token, "***");
}

/** What an operator can do about a status. */
const ADVICE: Readonly<Record<number, string>> = {
  401:
    "X does not know the token: X_BEARER_TOKEN must be the app-only bearer token of your app; make a new one in X's developer console if this one was revoked",
  402:
    "the account at X has no credits left: buy some in X's developer console",
  403:
    "X does not allow this app to read the filtered stream: look at the app's project and plan in X's developer console",
  404: "there is no filtered stream at this address",
  409: "X has no rule to search for",
  429: "X takes no more requests for now",
};

const TOO_MANY =
  "another client holds the one connection that X allows: stop the other, or end all of them with DELETE /2/connections/all; this one goes on trying";

/**
 * Says in words why X does not do something, and what to do.
 *
 * @param status Of the answer; null if X said it within a stream.
 */
export function explainProblem(
  status: number | null,
  problem: XProblem | undefined,
): string {
  const words = problem ? wordsOf(problem) : "";
  const said = [status ?? "", words].filter((it) => it !== "").join(" ");
  const quoted = said === "" ? "" : ` (X says: ${said})`;
  if (isTooManyConnections(problem)) return TOO_MANY + quoted;
  if (problem?.disconnect_type !== undefined) {
    return `X has ended the connection${quoted}`;
  }
  const advice = status === null ? undefined : ADVICE[status];
  return (advice ?? "X refuses or cannot answer") + quoted;
}

/** Longest quotation of what X says. */
const MAX_WORDS = 300;

const Words = v.fallback(
  v.optional(v.pipe(v.string(), v.transform(cleanText))),
  undefined,
);

/** What X says of something that it does not do, in as much as it says so. */
const Problem = v.object({
  title: Words,
  detail: Words,
  /** Of errors of the older kind. */
  message: Words,
  type: Words,
  code: v.fallback(v.optional(v.number()), undefined),
  connection_issue: Words,
  disconnect_type: Words,
  /** Of a rule: its text. */
  value: v.fallback(v.optional(v.string()), undefined),
  /** Of a rule that is there already: the other's id. */
  id: v.fallback(v.optional(v.string()), undefined),
  details: v.fallback(v.optional(v.array(v.string())), undefined),
});

/** What X says of something that it does not do. */
export type XProblem = v.InferOutput<typeof Problem>;

/** What an answer says of problems: its `errors`, else itself if it is one. */
export function problemsOf(answer: unknown): XProblem[] {
  const { errors } = (answer ?? {}) as { errors?: unknown };
  const all = Array.isArray(errors) && errors.length > 0 ? errors : [answer];
  return all.flatMap((one) => {
    const { success, output } = v.safeParse(Problem, one);
    if (!success) return [];
    return wordsOf(output) === "" && output.connection_issue === undefined &&
        output.value === undefined
      ? []
      : [output];
  });
}

/** A problem in X's own words, on one line. */
export function wordsOf(problem: XProblem): string {
  const { title, detail, message, details = [] } = problem;
  const parts = [title, detail, message, ...details.map(cleanText)];
  const words = [...new Set(parts.filter(Boolean))].join(": ");
  return words.replace(/\s+/g, " ").slice(0, MAX_WORDS);
}

/** Whether another client holds the one connection. */
export function isTooManyConnections(problem: XProblem | undefined): boolean {
  return problem?.connection_issue === "TooManyConnections" ||
    (problem?.title === "ConnectionException" &&
      /connection limit/i.test(problem.detail ?? ""));
}

/** A bare number of so many digits that a JavaScript number may not hold it. */
const BIG_NUMBER = /[[:,]\s*-?\d{16}/;

/** `JSON.parse`, with what newer engines tell of a value: its text. */
const parse = JSON.parse as (
  text: string,
  revive: (key: string, value: unknown, context: { source: string }) => unknown,
) => unknown;

/**
 * Parses JSON without loss: a whole number that is too big for JavaScript
 * becomes a string of its digits, as X may write ids either way.
 *
 * @throws {SyntaxError} If it is not JSON, or too deep.
 */
export function parseJson(text: string): unknown {
  if (!BIG_NUMBER.test(text)) return JSON.parse(text);
  try {
    return parse(
      text,
      (_key, value, { source }) =>
        typeof value === "number" && !Number.isSafeInteger(value) &&
          /^-?\d+$/.test(source)
          ? source
          : value,
    );
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new SyntaxError("It is too deep", { cause });
  }
}

/** What kind of failure it was: X asks for another pace after each. */
export type XFailure = "network" | "http" | "rate";

/** Options for {@linkcode XError}. */
export interface XErrorOptions extends ErrorOptions {
  /** The status of X's answer. @default {null} */
  readonly status?: number | null;
  /** What X answered. @default {""} */
  readonly body?: string;
  /** When X takes requests again, in milliseconds since the epoch. @default {null} */
  readonly resetMs?: number | null;
}

/** Thrown when X does not do what it was asked for. The message says why, for an operator. */
export class XError extends Error {
  readonly kind: XFailure;
  readonly status: number | null;
  readonly body: string;
  readonly resetMs: number | null;

  constructor(message: string, kind: XFailure, options: XErrorOptions = {}) {
    const { status = null, body = "", resetMs = null, ...rest } = options;
    super(message, rest);
    this.name = "XError";
    this.kind = kind;
    this.status = status;
    this.body = body;
    this.resetMs = resetMs;
  }
}

/** Topics that are named. */
const MAX_NAMED = 10;

/**
 * Says which topics X does not search for, and why; null if there is nothing to say.
 *
 * @param trouble What stands in the way of all.
 */
export function describeProblems(
  problems: ReadonlyMap<string, string>,
  trouble: string | null,
): string | null {
  const named = [...problems].slice(0, MAX_NAMED)
    .map(([slug, why]) => `X does not search for topic "${slug}": ${why}`);
  const more = problems.size - named.length;
  if (more > 0) named.push(`and for ${more} more`);
  if (trouble !== null) named.unshift(trouble);
  return named.length === 0 ? null : named.join("; ");
}
