import { costOf } from "../pipeline/cost_of.ts";
import type { TrialOfX } from "./try_query.ts";

/** A shorter time says too little of a day. */
const LEAST_SECONDS = 600;
const DAY_SECONDS = 86_400;

/** What X might send on a day, and bill in US dollars. */
export interface XPerDay {
  readonly posts: number;
  readonly cost: number;
}

/** A day at the pace of the posts that a query was tried on; null if too little is known. */
export function xPerDay(trial: TrialOfX | undefined): XPerDay | null {
  if (!trial || trial.seconds < LEAST_SECONDS) return null;
  const posts = Math.round(trial.matched * DAY_SECONDS / trial.seconds);
  return { posts, cost: costOf(posts) };
}
