import { csvLine } from "./csv_line.ts";
import type { ExportFormat } from "./export_format.ts";
import type { Post } from "./post.ts";
import { withoutContent } from "./without_content.ts";

const COLUMNS = [
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
  if (format === "csv") yield csvLine(COLUMNS);
  for await (const stored of posts) {
    const post = withoutContent(stored);
    yield format === "csv"
      ? csvLine(COLUMNS.map((column) => post[column]))
      : `${JSON.stringify(post)}\n`;
  }
}
