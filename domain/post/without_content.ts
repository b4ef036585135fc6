import type { Post } from "./post.ts";

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
