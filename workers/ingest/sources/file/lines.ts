import * as v from "valibot";
import { cleanText, webUrl } from "../../../../domain/text/clean.ts";
import { type Line, parseJsonLine, type Rejection } from "../lines.ts";
import { describeIssue, MAX_ID, readLang, TextField } from "../post_fields.ts";
import type { SourcePost } from "../source.ts";

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

const ID_RULE = "must be a string or a whole number below 2^53";
const Id = v.pipe(
  v.union([v.string(), v.pipe(v.number(), v.safeInteger(ID_RULE))], ID_RULE),
  v.transform((id) => cleanText(String(id))),
  v.nonEmpty("must not be empty"),
  v.maxBytes(MAX_ID, `must have at most ${MAX_ID} bytes`),
);
const Time = v.pipe(
  v.string("must be a string"),
  v.transform(parseTime),
  v.number(
    "must be a date and time from 1970 to 9999, such as 2026-01-31T12:00:00Z",
  ),
);
const PostLine = v.object({
  id: Id,
  text: TextField,
  created_at: v.nullish(Time),
  lang: v.nullish(TextField),
  author: v.nullish(TextField),
  url: v.nullish(TextField),
});

/**
 * Reads a line of a file of posts: a JSON object with at least `id` and `text`.
 *
 * @param nowMs The time of a post without one, or with one in the future.
 */
export function parseLine(line: Line, nowMs: number): SourcePost | Rejection {
  const json = parseJsonLine(line);
  if (json === null) return malformed("The line is empty");
  if ("reason" in json) return json;
  const { success, output, issues } = v.safeParse(PostLine, json.value, {
    abortEarly: true,
  });
  if (!success) return malformed(describeIssue(issues[0]));
  return {
    id: output.id,
    text: output.text,
    createdMs: Math.min(output.created_at ?? nowMs, nowMs),
    lang: readLang(output.lang),
    author: output.author || null,
    url: webUrl(output.url),
  };
}

function malformed(detail: string): Rejection {
  return { reason: "malformed", detail };
}
