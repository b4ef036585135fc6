import { ConnectionError } from "./connection_error.ts";
import type { ConnectionWaits } from "./connection_waits.ts";

/** How long to wait before the next try. */
export interface BackOff {
  /** In milliseconds; the more tries failed before, the longer. */
  next(error: ConnectionError): number;
  /** The last try succeeded. */
  reset(): void;
}

type Waits = Pick<ConnectionWaits, "leastRetryMs" | "mostRetryMs">;

/**
 * Waits nothing, then a random part of a time that doubles with each try. What
 * a server asks for counts, if it is longer.
 *
 * @param random From 0 to 1.
 */
export function createBackOff(
  { leastRetryMs, mostRetryMs }: Waits,
  random: () => number = Math.random,
): BackOff {
  let tries = 0;
  return {
    next({ retry }) {
      const most = Math.min(mostRetryMs, leastRetryMs * 2 ** (tries - 1));
      const ms = tries++ === 0 ? 0 : Math.round(random() * most);
      if (retry === "late") return mostRetryMs;
      return retry === "soon" ? ms : Math.max(ms, retry);
    },
    reset() {
      tries = 0;
    },
  };
}
