import type { Random } from "./random.ts";

const MINUTE_MS = 60_000;

/** What everybody talks about just now. */
export interface Heat {
  /** Index of the hot topic; -1 if there is none. */
  readonly topic: number;
  /** From 0 to 1. */
  readonly strength: number;
  /** What the news does to the topic's mood. */
  readonly moodShift: number;
}

const COOL: Heat = { topic: -1, strength: 0, moodShift: 0 };

/**
 * Creates the bursts: now and then one of `count` topics runs hot for some
 * minutes, at once and then ever less. Ask it with rising times.
 */
export function createHeat(
  count: number,
  random: Random,
): (elapsedMs: number) => Heat {
  let burst = COOL;
  let startMs = 0;
  let endMs = 0;

  function plan(afterMs: number): void {
    startMs = afterMs + random.between(1.5, 6) * MINUTE_MS;
    endMs = startMs + random.between(1.5, 4) * MINUTE_MS;
    const good = random.chance(0.5) ? 1 : -1;
    const moodShift = good * random.between(0.3, 0.8);
    burst = { topic: random.int(count), strength: 1, moodShift };
  }

  if (count > 0) plan(0);
  return (elapsedMs) => {
    if (count === 0) return COOL;
    while (elapsedMs >= endMs) plan(endMs);
    if (elapsedMs < startMs) return COOL;
    const spent = (elapsedMs - startMs) / (endMs - startMs);
    const strength = Math.min(spent / 0.1, 1 - (spent - 0.1) / 0.9);
    return { ...burst, strength, moodShift: burst.moodShift * strength };
  };
}
