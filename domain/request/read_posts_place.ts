import type { PostCursor } from "../post/post_cursor.ts";
import { parseBefore } from "./parse_before.ts";
import { type PostsQuestion, readPostsQuestion } from "./posts_question.ts";

/** A question with the place where its answer begins. */
export interface PostsPlace extends Omit<PostsQuestion, "before"> {
  readonly before?: PostCursor;
}

/**
 * Reads what a page's address asks of posts, and where the page before ended.
 *
 * @throws {ParameterError} If a parameter cannot be used.
 */
export function readPostsPlace(
  params: URLSearchParams,
  nowMs: number,
): PostsPlace {
  const { before: _, ...question } = readPostsQuestion(params, nowMs);
  const before = parseBefore(params, question.from !== undefined);
  return { ...question, ...(before && { before }) };
}
