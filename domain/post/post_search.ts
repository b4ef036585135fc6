import type { PostChoice } from "./post_choice.ts";
import type { PostCursor } from "./post_cursor.ts";

/** Which posts to answer, and how many. */
export interface PostSearch extends PostChoice {
  /** In seconds since the epoch; with it or `to`, posts come in the order of their own times. */
  readonly from?: number;
  /** Does not belong to it. */
  readonly to?: number;
  /** Where the page before this one ended. */
  readonly before?: PostCursor;
  /** Posts whose `seq` is higher. */
  readonly after?: number;
  readonly limit: number;
}
