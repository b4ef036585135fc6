import type { Post } from "../schema/posts.ts";
import { BYTE_ORDER_MARK, csvLine, disarm } from "../text/csv.ts";

/** Fields of a post that a CSV file holds. */
export const EXPORT_FIELDS = [
  "seq",
  "id",
  "source",
  "topic",
  "author",
  "createdAt",
  "text",
  "lang",
  "score",
  "sentiment",
  "url",
  "kind",
  "pPositive",
  "pNegative",
  "scorer",
] as const satisfies (keyof Post)[];

type ExportField = typeof EXPORT_FIELDS[number];

/** Columns whose names are not those of the fields. */
const RENAMED: Partial<Record<ExportField, string>> = {
  pPositive: "p_positive",
  pNegative: "p_negative",
};

/** The columns of a CSV file. */
export const EXPORT_COLUMNS: readonly string[] = EXPORT_FIELDS
  .map((name) => RENAMED[name] ?? name);

/** How posts can be exported: `csv` has texts as they are; `csv-excel` is safe to open in a spreadsheet. */
export const EXPORT_FORMATS = ["ndjson", "csv", "csv-excel"] as const;

/** A format of {@linkcode EXPORT_FORMATS}. */
export type ExportFormat = typeof EXPORT_FORMATS[number];

/** Writes posts line by line, of X without what they say; CSV begins with the names of its columns. */
export async function* formatPosts(
  posts: AsyncIterable<Post>,
  format: ExportFormat,
): AsyncGenerator<string> {
  if (format === "csv-excel") yield BYTE_ORDER_MARK;
  if (format !== "ndjson") yield csvLine(EXPORT_COLUMNS);
  for await (const stored of posts) {
    const post = withoutContent(stored);
    yield format === "ndjson"
      ? `${JSON.stringify(post)}\n`
      : csvLine(EXPORT_FIELDS.map((name) => toCell(post, name, format)));
  }
}

/** A field of a post; for Excel an id is text, as it would round a long number. */
function toCell(
  post: Post,
  name: ExportField,
  format: ExportFormat,
): string | number | null {
  const cell = post[name];
  if (format === "csv" || typeof cell !== "string") return cell;
  return disarm(name === "id" ? `'${cell}` : cell);
}

/** Sources whose terms forbid to hand on what their posts say. */
const KEPT_BACK: ReadonlySet<string> = new Set(["x"]);

/** Whether the terms of a source forbid to hand on who posted and what. */
export function isKeptBack(source: string): boolean {
  return KEPT_BACK.has(source);
}

/**
 * A post as it may leave this system in a file: X's terms let its posts be
 * handed on by their ids only, so text, author and address are empty.
 */
export function withoutContent(post: Post): Post {
  if (!isKeptBack(post.source)) return post;
  const { context: _, ...rest } = post;
  return { ...rest, author: null, text: "", url: null, marks: [] };
}
