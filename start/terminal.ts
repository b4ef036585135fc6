import type { TopicSummary } from "../domain/topic/topic.ts";
import { oneLine } from "./topics/one_line.ts";
import { textWidth } from "./topics/text_width.ts";

const HEAD = ["topic", "state", "posts", "last post", "query"];

/** Columns whose numbers stand below each other. */
const RIGHT = new Set(["posts"]);

/** Writes topics as a table for a terminal. */
export function formatTable(topics: readonly TopicSummary[]): string {
  if (topics.length === 0) {
    return "There is no topic: add one with  topics add QUERY";
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
