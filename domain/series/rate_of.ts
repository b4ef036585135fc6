import type { Series } from "./series.ts";
import { WINDOW_STEP } from "../live/snapshot.ts";

const BUCKETS_A_MINUTE = 60 / WINDOW_STEP;

/** Posts in the last whole minute of a live window; the current bucket is left out. */
export function rateOf(window: Pick<Series, "posts">): number {
  return window.posts.slice(-1 - BUCKETS_A_MINUTE, -1)
    .reduce((sum, posts) => sum + posts, 0);
}
