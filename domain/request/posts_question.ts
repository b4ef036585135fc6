import type { PostChoice } from "../post/post_choice.ts";
import { readViewFilter, viewFilterParams } from "./posts.ts";
import { readPageRange } from "./range.ts";

/** Which posts of a topic a page shows. */
export interface PostsQuestion {
  readonly choice: PostChoice;
  /** In seconds since the epoch; left out: from the first. */
  readonly from?: number;
  /** Left out: to the newest, those that come live too. */
  readonly to?: number;
  /** Where the page before ended, as it said; left out: it begins with the newest. */
  readonly before?: string;
}

/** Parameters of a page that say which posts it shows. */
const NAMES = ["mood", "term", "lang", "q", "range", "from", "to", "before"];

/**
 * Reads what a page's address asks of posts. Without a time they are all there
 * are, in the order in which they came.
 *
 * @throws {ParameterError} If a parameter cannot be used.
 */
export function readPostsQuestion(
  params: URLSearchParams,
  nowMs: number,
): PostsQuestion {
  const choice = readViewFilter(params);
  const range = readPageRange(params, nowMs);
  const time = range.kind === "custom" && !("isOpen" in range)
    ? { from: range.from, to: range.to }
    : "from" in range
    ? { from: range.from }
    : {};
  const before = params.get("before");
  return { choice, ...time, ...(before && { before }) };
}

/** Tells questions apart without the time at which they are asked. */
export function postsQuestionKey(params: URLSearchParams): string {
  return NAMES.map((name) => `${name}=${params.get(name) ?? ""}`).join("&");
}

/** The question as `/api/posts` and `/api/export` take it. */
export function postsQuestionParams(
  topic: string,
  { choice, from, to, before }: PostsQuestion,
): URLSearchParams {
  const params = new URLSearchParams({ topic });
  const chosen = viewFilterParams(choice, { mood: "sentiment" });
  for (const [name, value] of Object.entries(chosen)) {
    if (value !== null) params.set(name, value);
  }
  if (from !== undefined) params.set("from", String(from));
  if (to !== undefined) params.set("to", String(to));
  if (before) params.set("before", before);
  return params;
}
