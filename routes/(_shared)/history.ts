import { hasTime, withParams } from "../../domain/request/address.ts";
import { isOld, type TopicSummary } from "../../domain/topic/topic.ts";
import type { State } from "../../state.ts";

/** Newer posts are still in the live window. */
const WINDOW_MS = 900_000;

/**
 * Whether topics are history: none of them has posts of the last day, or all
 * sources have ended and their posts have left the live window.
 */
export async function isHistory(
  { readPipeline }: Pick<State, "readPipeline">,
  topics: readonly Pick<TopicSummary, "lastPostAt">[],
  nowMs: number,
): Promise<boolean> {
  const times = topics.flatMap(({ lastPostAt }) => lastPostAt ?? []);
  const newest = Math.max(...times.map((time) => Date.parse(time)));
  if (times.length === 0 || newest > nowMs - WINDOW_MS) return false;
  if (times.every((time) => isOld(time, nowMs))) return true;
  const { sources } = await readPipeline();
  return sources.length > 0 && sources.every(({ state }) => state === "ended");
}

/** Where a page of history begins: at all of it, unless its address has a range; null if there is no need to go there. */
export async function historyAddress(
  state: Pick<State, "readPipeline">,
  topics: readonly Pick<TopicSummary, "lastPostAt">[],
  { pathname, search, searchParams }: URL,
  nowMs: number,
): Promise<string | null> {
  if (hasTime(searchParams)) return null;
  return await isHistory(state, topics, nowMs)
    ? withParams(pathname + search, { range: "all" })
    : null;
}
