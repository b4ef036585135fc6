import * as v from "valibot";
import { cleanText } from "../../../../domain/text/clean.ts";
import { maskToken } from "../network.ts";

/** What kind of failure it was: X asks for a different back-off after each. */
export type XFailure = "network" | "http" | "rate";

/** Options for {@linkcode XError}. */
export interface XErrorOptions extends ErrorOptions {
  /** HTTP status of the answer. @default {null} */
  readonly status?: number | null;
  /** What the answer says is wrong. @default {[]} */
  readonly problems?: readonly XProblem[];
  /** When X accepts requests again, in milliseconds since the epoch. @default {null} */
  readonly resetMs?: number | null;
}

/** Thrown when a request to X fails. The message says why, for operators. */
export class XError extends Error {
  readonly kind: XFailure;
  readonly status: number | null;
  readonly problems: readonly XProblem[];
  readonly resetMs: number | null;

  constructor(message: string, kind: XFailure, options: XErrorOptions = {}) {
    const { status = null, problems = [], resetMs = null, ...rest } = options;
    super(message, rest);
    this.name = "XError";
    this.kind = kind;
    this.status = status;
    this.problems = problems;
    this.resetMs = resetMs;
  }
}

/** Makes an error of an answer that is not a success. The token never stands in it. */
export function refusalError(
  { status, headers }: Pick<Response, "status" | "headers">,
  problems: readonly XProblem[],
  token: string,
): XError {
  const [problem] = problems;
  const isRate = status === 429 || status === 420 ||
    problem?.code === RATE_LIMIT_CODE;
  const resetMs = isTooManyConnections(problem) ? null : readReset(headers);
  return new XError(
    maskToken(explainProblem(status, problem), token),
    isRate ? "rate" : "http",
    { status, problems, resetMs },
  );
}

/** When X accepts requests again, if none are left. */
function readReset(headers: Headers): number | null {
  const left = headers.get("x-rate-limit-remaining");
  if (left !== null && left !== "0") return null;
  const reset = headers.get("x-rate-limit-reset") ?? "";
  return /^\d{1,12}$/.test(reset) ? Number(reset) * 1_000 : null;
}

/** What an operator should do about each problem: by kind, or by HTTP status. */
const ADVICE: Readonly<Record<string, string>> = {
  tooManyConnections:
    "another client holds the one connection that X allows: stop it, or end all connections with DELETE /2/connections/all; retrying until then",
  disconnect: "X ended the connection",
  401:
    "X rejects the token: set X_BEARER_TOKEN to the app-only bearer token of your app; create a new one in X's developer console if it was revoked",
  402: "your X account has no credits left: buy more in X's developer console",
  403:
    "this app may not read the filtered stream: check the app's project and plan in X's developer console",
  404: "no filtered stream at this address: check the host in SOURCE_URL",
  409: "X has no rules to match: adding them again",
  429: "X's rate limit is reached",
};

/**
 * Explains why X refused something, and what to do about it.
 *
 * @param status Of the answer; null for a problem within the stream.
 */
export function explainProblem(
  status: number | null,
  problem: XProblem | undefined,
): string {
  const kind = isTooManyConnections(problem)
    ? "tooManyConnections"
    : problem?.disconnect_type !== undefined
    ? "disconnect"
    : String(status);
  const advice = ADVICE[kind] ?? "X refused the request or cannot answer";
  const words = problem ? wordsOf(problem) : "";
  const said = [status ?? "", words].filter((it) => it !== "").join(" ");
  return said === "" ? advice : `${advice} (X says: ${said})`;
}

/** Longest quotation of X. */
const MAX_WORDS = 300;

/** X's code for "rate limit exceeded". */
const RATE_LIMIT_CODE = 88;

const Words = v.fallback(
  v.optional(v.pipe(v.string(), v.transform(cleanText))),
  undefined,
);

/** A problem that X reports, as far as it describes it. */
const Problem = v.object({
  title: Words,
  detail: Words,
  /** Of errors in the format of version 1.1. */
  message: Words,
  type: Words,
  code: v.fallback(v.optional(v.number()), undefined),
  connection_issue: Words,
  disconnect_type: Words,
  /** The text of the rule at fault. */
  value: v.fallback(v.optional(v.string()), undefined),
  /** The id of the rule that a duplicate repeats. */
  id: v.fallback(v.optional(v.string()), undefined),
  details: v.fallback(v.optional(v.array(v.string())), undefined),
});

/** A problem that X reports. */
export type XProblem = v.InferOutput<typeof Problem>;

/** The problems that an answer reports: its `errors`, or itself if it is one. */
export function problemsOf(answer: unknown): XProblem[] {
  const { errors } = (answer ?? {}) as { errors?: unknown };
  const all = Array.isArray(errors) && errors.length > 0 ? errors : [answer];
  return all.flatMap((one) => {
    const { success, output } = v.safeParse(Problem, one);
    if (!success) return [];
    const { connection_issue, value } = output;
    const isEmpty = wordsOf(output) === "" && connection_issue === undefined &&
      value === undefined;
    return isEmpty ? [] : [output];
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

/** Whether X ends the connection after it reported a problem within the stream. */
export function endsConnection(problem: XProblem): boolean {
  return problem.disconnect_type !== undefined ||
    problem.title === "operational-disconnect" ||
    problem.title === "ConnectionException" || isRateProblem(problem);
}

/** Whether the rate limit or another client is in the way, not the network. */
export function isRateProblem(problem: XProblem): boolean {
  return problem.code === RATE_LIMIT_CODE || isTooManyConnections(problem);
}
