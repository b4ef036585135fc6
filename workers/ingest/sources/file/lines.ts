import * as v from "valibot";
import { cleanText, webUrl } from "../../../../domain/text/clean.ts";
import type { Line } from "../lines.ts";
import { readLang } from "../post_fields.ts";
import type { RejectReason, SourcePost } from "../source.ts";

const ISO =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?) ?(Z|[+-]\d{2}:?\d{2})?)?$/i;

/** The format of the X API up to version 1.1: `Wed Oct 10 20:19:24 +0000 2018`. */
const X_1 = /^[a-z]{3} [a-z]{3} \d{2} \d{2}:\d{2}:\d{2} [+-]\d{4} \d{4}$/i;

const LATEST_MS = Date.UTC(10_000, 0) - 1;

/**
 * Parses the time of a post, in milliseconds since the epoch: ISO 8601 (UTC
 * without a zone), or X's older format. Null if it is neither, or not between
 * 1970 and 9999.
 */
export function parseTime(text: string): number | null {
  const trimmed = text.trim();
  const [isIso, date, time = "00:00", zone = "Z"] = ISO.exec(trimmed) ?? [];
  if (!isIso && !X_1.test(trimmed)) return null;
  const ms = Date.parse(isIso ? `${date}T${time}${zone}` : trimmed);
  return ms >= 0 && ms <= LATEST_MS ? ms : null;
}

/** Longest line, in bytes. */
export const MAX_LINE = 64 * 1024;

/** Longest id, in bytes of UTF-8. */
const MAX_ID = 255;

const decoder = new TextDecoder("utf-8", { fatal: true });
const encoder = new TextEncoder();

const ID_RULE = "must be a string or a whole number below 2^53";
const Id = v.pipe(
  v.union([v.string(), v.pipe(v.number(), v.safeInteger(ID_RULE))], ID_RULE),
  v.transform((id) => cleanText(String(id))),
  v.check((id) => id !== "", "must not be empty"),
  v.check(
    (id) => encoder.encode(id).length <= MAX_ID,
    `must have at most ${MAX_ID} bytes`,
  ),
);
const Time = v.pipe(
  v.string("must be a string"),
  v.transform(parseTime),
  v.number(
    "must be a date and time from 1970 to 9999, such as 2026-01-31T12:00:00Z",
  ),
);
const Text = v.pipe(v.string("must be a string"), v.transform(cleanText));
const PostLine = v.object({
  id: Id,
  text: Text,
  created_at: v.nullish(Time),
  lang: v.nullish(Text),
  author: v.nullish(Text),
  url: v.nullish(Text),
}, "must be an object");

/** Why a line is not a post. */
interface Rejection {
  readonly reason: RejectReason;
  readonly detail: string;
}

/**
 * Reads a line of a file of posts: a JSON object with at least `id` and `text`.
 *
 * @param nowMs The time of a post without one.
 */
export function parseLine(line: Line, nowMs: number): SourcePost | Rejection {
  if (line.size > MAX_LINE) {
    const detail = `The line has ${line.size} bytes, more than ${MAX_LINE}`;
    return { reason: "oversize", detail };
  }
  const json = readJson(line.bytes);
  if ("reason" in json) return json;
  const { success, output, issues } = v.safeParse(PostLine, json.value, {
    abortEarly: true,
  });
  if (!success) return malformed(describe(issues[0]));
  return {
    id: output.id,
    text: output.text,
    createdMs: output.created_at ?? nowMs,
    lang: readLang(output.lang?.replaceAll("_", "-")),
    author: output.author || null,
    url: webUrl(output.url),
  };
}

function readJson(bytes: Uint8Array): { value: unknown } | Rejection {
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    return malformed("The line is not UTF-8");
  }
  if (text.trim() === "") return malformed("The line is empty");
  try {
    return { value: JSON.parse(text) };
  } catch {
    return malformed("The line is not JSON");
  }
}

function describe(issue: v.BaseIssue<unknown>): string {
  const field = v.getDotPath(issue);
  const missing = issue.input === undefined;
  if (field === null) return `The line ${issue.message}`;
  return missing ? `\`${field}\` is missing` : `\`${field}\` ${issue.message}`;
}

function malformed(detail: string): Rejection {
  return { reason: "malformed", detail };
}
