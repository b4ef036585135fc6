import type { PostPage } from "../../domain/post/post_page.ts";
import {
  type PostsQuestion,
  postsQuestionParams,
} from "../../domain/request/posts_question.ts";
import { askServer } from "../live/ask_server.ts";

/** Which part of the answer to a question is wanted. */
export interface AskedPage {
  /** Where the page before ended; by itself where the question begins. */
  readonly before?: string;
  /** Posts whose `seq` is higher. */
  readonly after?: number;
  readonly limit: number;
}

/** Asks for posts of a topic. */
export type AskPosts = (
  question: PostsQuestion,
  page: AskedPage,
  signal: AbortSignal,
) => Promise<PostPage>;

/** Makes what asks this server for posts. */
export function askPosts(slug: string): AskPosts {
  return (question, { before, after, limit }, signal) => {
    const params = postsQuestionParams(slug, question);
    if (before !== undefined) params.set("before", before);
    if (after !== undefined) params.set("after", String(after));
    params.set("limit", String(limit));
    return askServer("/api/posts", params, signal);
  };
}
