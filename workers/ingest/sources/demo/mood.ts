import type { Random } from "./random.ts";

const MINUTE_MS = 60_000;
const STEP_MS = 5_000;

/**
 * Creates a mood that drifts from -1 (gloomy) to 1 (glad): a slow wave plus a
 * random walk that is drawn back to the middle. Ask it with rising times.
 */
export function createMood(random: Random): (elapsedMs: number) => number {
  const periodMs = random.between(4, 11) * MINUTE_MS;
  const phase = random.between(0, 2 * Math.PI);
  let walk = random.between(-0.2, 0.2);
  let walkedMs = 0;
  return (elapsedMs) => {
    for (; walkedMs + STEP_MS <= elapsedMs; walkedMs += STEP_MS) {
      walk = walk * 0.97 + random.between(-0.12, 0.12);
    }
    const wave = 0.5 * Math.sin(phase + 2 * Math.PI * elapsedMs / periodMs);
    return Math.max(-1, Math.min(1, wave + walk));
  };
}
