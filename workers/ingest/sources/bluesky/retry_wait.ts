import type { BlueskyWaits } from "./waits.ts";

/**
 * How long to wait before trying again, in ms: nothing after the first failure
 * in a row, then anything up to a bound that doubles, so that those whom the
 * same server lost do not all come back at once.
 */
export function retryWait(
  failures: number,
  { retryMs, maxRetryMs }: Pick<BlueskyWaits, "retryMs" | "maxRetryMs">,
  random: () => number = Math.random,
): number {
  if (failures <= 1) return 0;
  return random() * Math.min(maxRetryMs, retryMs * 2 ** (failures - 2));
}
