import { backoffMs, sleep } from "../../../../domain/time/retry.ts";
import type { XFailure } from "./errors.ts";

/** The times that X's documentation asks for, and a few of ours; in milliseconds. */
export const TIMEOUTS = {
  /** After a network error; longer by this each time. */
  networkStepMs: 250,
  networkMaxMs: 16_000,
  /** After the first HTTP error; twice as long each time. */
  httpFirstMs: 5_000,
  httpMaxMs: 320_000,
  /** After the first "too many requests" without a reset time; twice as long each time. */
  rateFirstMs: 60_000,
  rateMaxMs: 900_000,
  /** Longest wait for the reset time that X names. */
  resetMaxMs: 86_400_000,
  /** Added to X's reset time, as clocks differ. */
  resetGraceMs: 1_000,
  /** The span over which X counts requests. */
  windowMs: 900_000,
  /** A connection without a line for so long is dead. X sends one every 20 s. */
  silenceMs: 25_000,
  /** Time for an answer. */
  answerMs: 20_000,
  /** A connection that lasts so long counts as live, even before the first line. */
  standsMs: 1_000,
  /** Shorter connections count as network failures. */
  steadyMs: 5_000,
  /** From a change of topics to the change of rules, so that several changes become one. */
  gatherMs: 400,
  /** Rules that were read more recently are not read again. */
  rulesAgeMs: 60_000,
  /** While the day's posts are used up: how often the clock is checked. */
  spentMs: 60_000,
  /** At the end: time to hand on what was read, and then to write down its count. */
  endMs: 400,
};

/** The type of {@linkcode TIMEOUTS}. */
export type Timeouts = Readonly<typeof TIMEOUTS>;

/**
 * Waits as X's documentation asks for: longer by the same step after network
 * errors, twice as long after each HTTP error, and until the rate limit resets
 * after "too many requests".
 */
export class XBackoff {
  readonly #timeouts: Timeouts;
  readonly #failures: Record<XFailure, number> = {
    network: 0,
    http: 0,
    rate: 0,
  };

  constructor(timeouts: Timeouts) {
    this.#timeouts = timeouts;
  }

  /**
   * Counts a failure; returns how long to wait before the next try. The first
   * failure of the network costs no wait.
   *
   * @param resetMs Until X accepts requests again, if it said so.
   */
  next(kind: XFailure, resetMs: number | null): number {
    const times = this.#timeouts;
    const count = ++this.#failures[kind];
    if (kind === "network") {
      return Math.min((count - 1) * times.networkStepMs, times.networkMaxMs);
    }
    const doubled = (failures: number) =>
      backoffMs(failures, {
        baseMs: times[`${kind}FirstMs`],
        maxMs: times[`${kind}MaxMs`],
        jitter: 0,
      });
    if (kind === "http" || resetMs === null) return doubled(count);
    const said = Math.min(Math.max(0, resetMs), times.resetMaxMs) +
      times.resetGraceMs;
    // A time that X repeats without effect is not trusted alone.
    return count === 1 ? said : Math.max(said, doubled(count - 1));
  }

  /** X answered as it should. */
  succeed(): void {
    this.#failures.http = this.#failures.rate = 0;
  }

  /** The connection lasted: the next failure counts as a first one. */
  settle(): void {
    this.succeed();
    this.#failures.network = 0;
  }
}

/** A rate limit, counted on our side: `limit` requests in any span of `windowMs`. */
export class CallBudget {
  readonly #limit: number;
  readonly #windowMs: number;
  readonly #taken: number[] = [];

  constructor(limit: number, windowMs: number) {
    this.#limit = limit;
    this.#windowMs = windowMs;
  }

  /** Until the next request is allowed. */
  get waitMs(): number {
    const oldest = this.#taken.at(-this.#limit) ?? -Infinity;
    return Math.max(0, Math.ceil(oldest + this.#windowMs - performance.now()));
  }

  /** Requests that are allowed now. */
  get left(): number {
    const since = performance.now() - this.#windowMs;
    return this.#limit - this.#taken.filter((at) => at > since).length;
  }

  /** Waits until a request is allowed, and counts it. */
  async next(signal: AbortSignal): Promise<void> {
    while (this.waitMs > 0 && !signal.aborted) await sleep(this.waitMs, signal);
    signal.throwIfAborted();
    this.take();
  }

  /** Counts a request. */
  take(): void {
    this.#taken.push(performance.now());
    if (this.#taken.length > this.#limit) this.#taken.shift();
  }
}
