import {
  ApiPartialResponseError,
  ApiRequestError,
  ApiResponseError,
} from "twitter-api-v2";
import { explainProblem } from "./explain_problem.ts";
import { parseJson } from "./parse_json.ts";
import { XError } from "./x_error.ts";
import {
  isTooManyConnections,
  problemsOf,
  type XProblem,
} from "./x_problem.ts";

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
