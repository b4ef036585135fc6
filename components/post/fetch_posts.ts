import type { PostPage } from "../../domain/post/search.ts";
import {
  type PostsQuestion,
  postsQuestionParams,
  readPostsQuestion,
} from "../../domain/request/posts.ts";
import { queryOf } from "../address/address.ts";
import { fetchJson } from "../live/fetch.ts";

/** Which posts to fetch of those that match. */
export interface FetchedPage {
  /** Where the previous page ended. @default the first page */
  readonly before?: string;
  /** Posts with a higher `seq`. */
  readonly after?: number;
  readonly limit: number;
}

/** Fetches posts of a topic. */
export type FetchPosts = typeof fetchPosts;

/** Which posts an address (path and query) selects now. */
export function questionOf(address: string): PostsQuestion {
  return readPostsQuestion(queryOf(address), Date.now());
}

/** Fetches posts of a topic. */
export function fetchPosts(
  slug: string,
  question: PostsQuestion,
  { before, after, limit }: FetchedPage,
  signal: AbortSignal,
): Promise<PostPage> {
  const params = postsQuestionParams(slug, question);
  if (before !== undefined) params.set("before", before);
  if (after !== undefined) params.set("after", `${after}`);
  params.set("limit", `${limit}`);
  return fetchJson("/api/posts", params, signal);
}
