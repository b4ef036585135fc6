import { setTimeout as delay } from "node:timers/promises";

/** Longest time that a timer can hold. */
const MAX_MS = 2 ** 31 - 1;

/** Waits, but not beyond the end of `signal`; never throws. */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  await delay(Math.min(ms, MAX_MS), undefined, { signal }).catch((error) => {
    if (!signal.aborted) throw error;
  });
}
