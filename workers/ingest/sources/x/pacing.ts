import { backoffMs } from "../../../../domain/time/retry.ts";
import type { XFailure } from "./errors.ts";

/** How long to wait before the next try. */
interface XBackoff {
  /**
   * Counts a failure. The first one of the network costs no wait.
   *
   * @param resetMs Until X accepts requests again, if it said so.
   */
  next(kind: XFailure, resetMs: number | null): number;
  /** X answered as it should. */
  succeed(): void;
  /** The connection lasted: the next failure counts as a first one. */
  settle(): void;
}

/**
 * Waits as X's documentation asks for: longer by the same step after network
 * errors, twice as long after each HTTP error, and until the rate limit resets
 * after "too many requests".
 */
export function createBackoff(waits: XWaits): XBackoff {
  const failures: Record<XFailure, number> = { network: 0, http: 0, rate: 0 };
  const http = { baseMs: waits.httpFirstMs, maxMs: waits.httpMaxMs, jitter: 0 };
  const rate = { baseMs: waits.rateFirstMs, maxMs: waits.rateMaxMs, jitter: 0 };

  function rateMs(count: number, resetMs: number | null): number {
    if (resetMs === null) return backoffMs(count, rate);
    const said = Math.min(resetMs, waits.resetMaxMs) + waits.resetGraceMs;
    // A time that X repeats without effect is not trusted alone.
    return count === 1 ? said : Math.max(said, backoffMs(count - 1, rate));
  }

  return {
    next(kind, resetMs) {
      const count = ++failures[kind];
      if (kind === "rate") return rateMs(count, resetMs);
      if (kind === "http") return backoffMs(count, http);
      return Math.min((count - 1) * waits.networkStepMs, waits.networkMaxMs);
    },
    succeed() {
      failures.http = failures.rate = 0;
    },
    settle() {
      failures.network = failures.http = failures.rate = 0;
    },
  };
}

/** The times that X's documentation asks for, and a few of ours; in milliseconds. */
export interface XWaits {
  /** After a network error; longer by this each time. */
  readonly networkStepMs: number;
  readonly networkMaxMs: number;
  /** After the first HTTP error; twice as long each time. */
  readonly httpFirstMs: number;
  readonly httpMaxMs: number;
  /** After the first "too many requests" without a reset time; twice as long each time. */
  readonly rateFirstMs: number;
  readonly rateMaxMs: number;
  /** Longest wait for the reset time that X names. */
  readonly resetMaxMs: number;
  /** Added to X's reset time, as clocks differ. */
  readonly resetGraceMs: number;
  /** The span over which X counts requests. */
  readonly windowMs: number;
  /** A connection without a line for so long is dead. X sends one every 20 s. */
  readonly silenceMs: number;
  /** Time for an answer. */
  readonly answerMs: number;
  /** A connection that lasts so long counts as live, even before the first line. */
  readonly standsMs: number;
  /** Shorter connections count as network failures. */
  readonly steadyMs: number;
  /** From a change of topics to the change of rules, so that several changes become one. */
  readonly gatherMs: number;
  /** Rules that were read more recently are not read again. */
  readonly rulesAgeMs: number;
  /** While the day's posts are used up: how often the clock is checked. */
  readonly spentMs: number;
  /** At the end: time to hand on what was read, and then to write down its count. */
  readonly endMs: number;
}

/** What X's documentation asks for. */
export const X_WAITS: XWaits = {
  networkStepMs: 250,
  networkMaxMs: 16_000,
  httpFirstMs: 5_000,
  httpMaxMs: 320_000,
  rateFirstMs: 60_000,
  rateMaxMs: 900_000,
  resetMaxMs: 86_400_000,
  resetGraceMs: 1_000,
  windowMs: 900_000,
  silenceMs: 25_000,
  answerMs: 20_000,
  standsMs: 1_000,
  steadyMs: 5_000,
  gatherMs: 400,
  rulesAgeMs: 60_000,
  spentMs: 60_000,
  endMs: 400,
};

/** A rate limit, counted on our side. */
export interface CallBudget {
  /** Until the next request is allowed. */
  readonly waitMs: number;
  /** Requests that are allowed now. */
  readonly left: number;
  /** Counts a request. */
  take(): void;
}

/** Allows `limit` requests in any span of `windowMs`. */
export function createCallBudget(limit: number, windowMs: number): CallBudget {
  const taken: number[] = [];
  return {
    get waitMs() {
      const oldest = taken.at(-limit);
      if (oldest === undefined) return 0;
      return Math.max(0, Math.ceil(oldest + windowMs - performance.now()));
    },
    get left() {
      const since = performance.now() - windowMs;
      return limit - taken.filter((at) => at > since).length;
    },
    take() {
      taken.push(performance.now());
      if (taken.length > limit) taken.shift();
    },
  };
}
