import { setTimeout as delay } from "node:timers/promises";
import { BrokerError } from "../broker_error.ts";
import { isAway } from "./is_away.ts";
import type { Link } from "./link.ts";
import { refusalOf } from "./refusal_of.ts";

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;

/** How {@linkcode retryWhileAway} waits. */
export interface Patience {
  /** Ends the waiting. */
  readonly signal: AbortSignal;
  readonly link: Pick<Link, "whileUp" | "whenUp">;
  /** Told of each attempt that failed. */
  readonly onAway: (error: unknown) => void;
}

/**
 * Tries for as long as the server is away, has no leader or is slow.
 *
 * @throws {BrokerError} If it refuses, or the connection was closed.
 */
export async function retryWhileAway<T>(
  attempt: () => Promise<T>,
  { signal, link, onAway }: Patience,
): Promise<T> {
  for (let pauseMs = FIRST_PAUSE_MS;; pauseMs *= 2) {
    await link.whenUp(signal);
    try {
      return await link.whileUp(attempt(), signal);
    } catch (error) {
      if (error instanceof BrokerError) throw error;
      const why = refusalOf(error);
      if (why) throw new BrokerError(why, { cause: error });
      if (!isAway(error)) throw error;
      onAway(error);
    }
    const waitMs = Math.min(pauseMs, LONGEST_PAUSE_MS);
    await delay(waitMs * (0.5 + Math.random() / 2), undefined, { signal })
      .catch(() => {});
  }
}
