import type { TopicSummary } from "../../domain/topic/topic.ts";

const HEAD = ["topic", "state", "posts", "last post", "query"];

/** Columns that are aligned to the right. */
const RIGHT = new Set(["posts"]);

/** Formats topics as a table for a terminal. */
export function formatTable(topics: readonly TopicSummary[]): string {
  if (topics.length === 0) {
    return "No topics yet: add one with  topics add QUERY";
  }
  const rows = [HEAD, ...topics.map(toRow)];
  const widths = HEAD.map((_, i) =>
    Math.max(...rows.map((row) => textWidth(row[i]!)))
  );
  return rows.map((row) => formatRow(row, widths)).join("\n");
}

function toRow(topic: TopicSummary): string[] {
  const { slug, active, posts, lastPostAt, query } = topic;
  return [
    slug,
    active ? "active" : "paused",
    String(posts),
    lastPostAt?.replace("T", " ").slice(0, 19) ?? "never",
    oneLine(query),
  ];
}

function formatRow(
  row: readonly string[],
  widths: readonly number[],
): string {
  return row.map((cell, i) => {
    const space = " ".repeat(widths[i]! - textWidth(cell));
    return RIGHT.has(HEAD[i]!) ? space + cell : cell + space;
  }).join("  ").trimEnd();
}

/** Characters that move a terminal's cursor or reverse its text. */
const CONTROL =
  // deno-lint-ignore no-control-regex
  /[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** A foreign text as one safe line of a terminal, of at max `max` characters. */
export function oneLine(text: string, max = Infinity): string {
  const plain = text.replace(/\s+/g, " ").trim().replace(CONTROL, "\ufffd");
  const characters = Array.from(plain);
  if (characters.length <= max) return plain;
  return `${characters.slice(0, max - 1).join("")}…`;
}

/** Characters that are shown before and after the position. */
const [BEFORE, AFTER] = [40, 30];

/**
 * Shows a position in a text: the text around it, with a caret below.
 *
 * @param position In UTF-16 units from 0.
 */
export function pointAt(text: string, position: number): string {
  const before = Array.from(text.slice(0, position));
  const after = Array.from(text.slice(position));
  const head = toPlain(before.slice(-BEFORE), before.length > BEFORE, "…", "");
  const tail = toPlain(
    after.slice(0, AFTER),
    after.length > AFTER,
    "",
    "…",
  );
  return `  ${head}${tail}\n  ${" ".repeat(textWidth(head))}^`;
}

/** Replaces characters that a terminal would not show in place. */
function toPlain(
  characters: readonly string[],
  isCut: boolean,
  first: string,
  last: string,
): string {
  const text = characters.join("").replace(
    /[\p{Cc}\p{Zl}\p{Zp}]|(?!\u200d)\p{Cf}/gu,
    " ",
  );
  return isCut ? `${first}${text}${last}` : text;
}

const SEGMENTS = new Intl.Segmenter();

/** Matches what takes two columns of a terminal. */
const WIDE =
  /\p{Emoji_Presentation}|\ufe0f|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u;

/** Columns that a text takes on a terminal. */
function textWidth(text: string): number {
  let width = 0;
  for (const { segment } of SEGMENTS.segment(text)) {
    width += WIDE.test(segment) ? 2 : 1;
  }
  return width;
}
