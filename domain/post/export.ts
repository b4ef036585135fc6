import type { Post } from "../schema/stored.ts";

/** The columns of a CSV file. */
export const EXPORT_COLUMNS = [
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
] as const satisfies (keyof Post)[];

/** Writes posts line by line, of X without what they say; CSV begins with the names of its columns. */
export async function* formatPosts(
  posts: AsyncIterable<Post>,
  format: ExportFormat,
): AsyncGenerator<string> {
  if (format === "csv") yield csvLine(EXPORT_COLUMNS);
  for await (const stored of posts) {
    const post = withoutContent(stored);
    yield format === "csv"
      ? csvLine(EXPORT_COLUMNS.map((column) => post[column]))
      : `${JSON.stringify(post)}\n`;
  }
}

/** What a spreadsheet would run if a cell began with it. */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * Writes one line of CSV (RFC 4180). Text that a spreadsheet would take for a
 * formula gets a `'` in front; numbers stay numbers.
 */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return cells.map(toCell).join(",") + "\r\n";
}

function toCell(cell: string | number | null): string {
  if (typeof cell !== "string") return cell === null ? "" : String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** How posts can be exported. */
export const EXPORT_FORMATS = ["ndjson", "csv"] as const;

/** A format of {@linkcode EXPORT_FORMATS}. */
export type ExportFormat = typeof EXPORT_FORMATS[number];

/** Sources whose terms forbid to hand on what their posts say. */
const KEPT_BACK: ReadonlySet<string> = new Set(["x"]);

/**
 * A post as it may leave this system in a file: X's terms let its posts be
 * handed on by their ids only, so text, author and address are empty.
 */
export function withoutContent(post: Post): Post {
  if (!KEPT_BACK.has(post.source)) return post;
  return { ...post, author: null, text: "", url: null, marks: [] };
}
