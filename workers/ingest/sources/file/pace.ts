import { sleep } from "../../../../domain/time/retry.ts";

/** Waits until a post is due; resolves at once if that is past or `signal` aborts. */
type Pace = (
  createdMs: number | null,
  signal: AbortSignal,
) => Promise<void>;

/** The pace of posts; as fast as they are read if neither is set. */
export interface PaceOptions {
  /** Posts a second. */
  rate?: number | undefined;
  /** Times faster than the posts were written; a post without a time is due at once. */
  speed?: number | undefined;
}

/** Creates a pace that starts with the first post. */
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
    const atMs = dueMs(createdMs);
    // `sleep` lasts 24 days at most: a quiet year at `speed=1` is more.
    while (!signal.aborted && performance.now() < atMs) {
      await sleep(atMs - performance.now(), signal);
    }
  };
}
