import type { Post } from "../../domain/post/post.ts";
import { isChosen } from "../../domain/post/search.ts";
import type { PostsQuestion } from "../../domain/request/posts_question.ts";

/** Whether a question asks for a post, as far as can be said without the server: whether it holds a term cannot. */
export function mayBeAskedFor(
  post: Post,
  { choice, from = -Infinity, to = Infinity }: PostsQuestion,
): boolean {
  const seconds = Date.parse(post.createdAt) / 1_000;
  return seconds >= from && seconds < to && isChosen(post, choice, () => true);
}
