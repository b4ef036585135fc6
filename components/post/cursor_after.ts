import type { Post } from "../../domain/post/post.ts";
import { formatPostCursor } from "../../domain/post/post_cursor.ts";

/** Where the posts that are older than one begin, as addresses carry it. */
export function cursorAfter(
  { seq, createdAt }: Post,
  isByTime: boolean,
): string {
  const createdMs = Date.parse(createdAt);
  return formatPostCursor(isByTime ? { seq, createdMs } : { seq });
}
