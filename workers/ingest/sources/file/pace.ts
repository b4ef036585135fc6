import { setTimeout as delay } from "node:timers/promises";

/** Waits until a post is due; resolves at once if that is past or `signal` aborts. */
export type Pace = (
  createdMs: number | null,
  signal: AbortSignal,
) => Promise<void>;

/** How fast to give posts; as fast as they are taken if neither is set. */
export interface PaceOptions {
  /** Posts a second. */
  rate?: number | undefined;
  /** Times faster than the posts were written; one without a time is due at once. */
  speed?: number | undefined;
}

/** Creates a pace whose clock starts with the first post. */
export function createPace({ rate, speed }: PaceOptions): Pace {
  const startMs = performance.now();
  let first: { atMs: number; createdMs: number } | undefined;
  let count = 0;

  function dueMs(createdMs: number | null): number {
    if (rate) return startMs + count++ * 1_000 / rate;
    if (!speed || createdMs === null) return 0;
    first ??= { atMs: performance.now(), createdMs };
    return first.atMs + (createdMs - first.createdMs) / speed;
  }

  return async (createdMs, signal) => {
    const waitMs = dueMs(createdMs) - performance.now();
    if (waitMs > 0) await longDelay(waitMs, signal);
  };
}

/** Timers take at most 2^31 ms: a quiet year at `speed=1` is more. */
async function longDelay(waitMs: number, signal: AbortSignal): Promise<void> {
  const endMs = performance.now() + waitMs;
  while (!signal.aborted) {
    const restMs = endMs - performance.now();
    if (restMs <= 0) return;
    await delay(Math.min(restMs, 2 ** 31 - 1), undefined, { signal })
      .catch(() => {});
  }
}
