import * as v from "valibot";
import type { Line } from "../lines.ts";
import type { RejectReason } from "../source.ts";
import { parseJson } from "./parse_json.ts";
import { type XAnswer, XLineAnswer } from "./x_answer.ts";
import { problemsOf, type XProblem } from "./x_problem.ts";

/** Longest line, in bytes. */
export const MAX_LINE = 64 * 1024;

/** What a line of the stream is. */
export type XLine =
  /** Nothing but a sign that the connection stands. */
  | { readonly kind: "alive" }
  | { readonly kind: "post"; readonly answer: XAnswer }
  | { readonly kind: "problem"; readonly problem: XProblem }
  /** `id` is that of the post that it seems to be, if any. */
  | {
    readonly kind: "rejected";
    readonly reason: RejectReason;
    readonly detail: string;
    readonly id: string | undefined;
  };

const decoder = new TextDecoder("utf-8", { fatal: true });
const lax = new TextDecoder();

/** Reads a line of the stream. */
export function parseXLine({ bytes, size }: Line): XLine {
  if (size > MAX_LINE) {
    const detail = `The line has ${size} bytes, at most ${MAX_LINE} are taken`;
    return reject("oversize", detail, idIn(bytes));
  }
  let value: unknown;
  try {
    const text = decoder.decode(bytes);
    if (text.trim() === "") return { kind: "alive" };
    value = parseJson(text);
  } catch (error) {
    const isJson = error instanceof SyntaxError;
    if (!isJson && !(error instanceof TypeError)) throw error;
    const detail = isJson ? "The line is not JSON" : "The line is not UTF-8";
    return reject("malformed", detail, idIn(bytes));
  }
  return readValue(value, bytes);
}

function readValue(value: unknown, bytes: Uint8Array): XLine {
  const { data, type } = (value ?? {}) as { data?: unknown; type?: unknown };
  if (type === "connection_metadata") return { kind: "alive" };
  if (data === undefined || data === null) {
    const [problem] = problemsOf(value);
    if (problem) return { kind: "problem", problem };
  }
  const { success, output, issues } = v.safeParse(XLineAnswer, value, {
    abortEarly: true,
  });
  if (success) return { kind: "post", answer: output };
  return reject("malformed", describe(issues[0]), idIn(bytes));
}

function describe(issue: v.BaseIssue<unknown>): string {
  const field = v.getDotPath(issue);
  if (field === null) return "The line must be an object";
  return issue.input === undefined
    ? `\`${field}\` is missing`
    : `\`${field}\` ${issue.message}`;
}

function reject(
  reason: RejectReason,
  detail: string,
  id: string | undefined,
): XLine {
  return { kind: "rejected", reason, detail, id };
}

/** The id of a post that cannot be read as a whole: it is billed all the same. */
function idIn(bytes: Uint8Array): string | undefined {
  const head = lax.decode(bytes);
  if (!/^\s*\{\s*"data"\s*:\s*\{/.test(head)) return undefined;
  return /"id"\s*:\s*"?(\d{1,20})\b/.exec(head)?.[1];
}
