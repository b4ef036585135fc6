import { slideSnapshot } from "../domain/live/slide_snapshot.ts";
import type { Present } from "./present.ts";

/** Posts a minute of every topic at a time in epoch milliseconds, by slug. */
export function ratesNow(
  { topics }: Present,
  nowMs: number,
): Record<string, number> {
  return Object.fromEntries(
    Array.from(topics, ([slug, topic]) => [
      slug,
      slideSnapshot(topic, nowMs / 1_000).rate,
    ]),
  );
}
