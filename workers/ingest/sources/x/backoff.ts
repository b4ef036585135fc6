import type { XWaits } from "./pacing.ts";
import type { XFailure } from "./x_error.ts";

/** How long to wait before the next try. */
export interface Backoff {
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
