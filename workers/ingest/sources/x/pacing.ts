import type { XFailure } from "./errors.ts";

/** How long to wait before the next try. */
interface Backoff {
  /**
   * One more failure. The first one of the network costs no wait.
   *
   * @param resetMs From now, when X takes requests again, if it told.
   */
  next(kind: XFailure, resetMs: number | null): number;
  /** X answered as it should. */
  succeed(): void;
  /** The connection stood for long: the next failure is a first one. */
  settle(): void;
}

/**
 * Waits as X's documentation asks for: longer by the same step after errors of
 * the network, twice as long after each error of HTTP, and until X takes
 * requests again after "too many requests".
 */
export function createBackoff(waits: XWaits): Backoff {
  const failures: Record<XFailure, number> = { network: 0, http: 0, rate: 0 };
  return {
    next(kind, resetMs) {
      const before = failures[kind]++;
      switch (kind) {
        case "network":
          return Math.min(before * waits.networkStepMs, waits.networkMaxMs);
        case "http":
          return Math.min(waits.httpFirstMs * 2 ** before, waits.httpMaxMs);
        case "rate":
          return rateMs(before, resetMs);
      }
    },
    succeed() {
      failures.http = failures.rate = 0;
    },
    settle() {
      failures.network = failures.http = failures.rate = 0;
    },
  };

  function rateMs(before: number, resetMs: number | null): number {
    const double = (times: number) =>
      Math.min(waits.rateFirstMs * 2 ** times, waits.rateMaxMs);
    if (resetMs === null) return double(before);
    // X's own word counts; said again and again, it is not believed alone.
    const least = before === 0 ? 0 : double(before - 1);
    const said = Math.min(resetMs, waits.resetMaxMs) + waits.resetGraceMs;
    return Math.max(said, least);
  }
}

/** The times that X's documentation asks for, and a few of ours; in milliseconds. */
export interface XWaits {
  /** After an error of the network, longer by this than the time before. */
  readonly networkStepMs: number;
  readonly networkMaxMs: number;
  /** After the first error of HTTP; then twice as long each time. */
  readonly httpFirstMs: number;
  readonly httpMaxMs: number;
  /** After the first "too many requests" that names no time; then twice as long each time. */
  readonly rateFirstMs: number;
  readonly rateMaxMs: number;
  /** Longest wait for the time that X names. */
  readonly resetMaxMs: number;
  /** A little more than X says, as clocks differ. */
  readonly resetGraceMs: number;
  /** The span for which X limits requests. */
  readonly windowMs: number;
  /** A connection without a line for so long is dead. X sends one every 20 s. */
  readonly silenceMs: number;
  /** How long X may take to begin an answer. */
  readonly answerMs: number;
  /** A connection that stands for so long is told of, even if nothing came yet. */
  readonly standsMs: number;
  /** Shorter connections are failures of the network. */
  readonly steadyMs: number;
  /** From a change of topics until the rules follow, so that many changes are one. */
  readonly gatherMs: number;
  /** Rules that were looked at more recently are not looked at again. */
  readonly rulesAgeMs: number;
  /** While the day's posts are spent: from one look at the time to the next. */
  readonly spentMs: number;
  /** What was read already is handed on, and then written down, for so long after the end. */
  readonly endMs: number;
}

/** As X's documentation has it. */
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

/** How many requests may still be made. */
export interface CallBudget {
  /** Until the next one may be made. */
  readonly waitMs: number;
  /** How many may be made now. */
  readonly left: number;
  /** One is made. */
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
