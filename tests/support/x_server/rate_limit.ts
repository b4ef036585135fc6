/** A limit as X has it: so many requests in a window, told in headers. */
export interface RateLimit {
  /** Counts a request; false if it is too many. */
  take(): boolean;
  /** What is left from now on, whatever was used. */
  set(left: number, resetMs: number): void;
  readonly headers: Record<string, string>;
}

/** Creates a limit with a new window every `windowMs`. */
export function createRateLimit(limit: number, windowMs: number): RateLimit {
  let left = limit;
  let resetMs = 0;

  function renew(): void {
    if (Date.now() < resetMs) return;
    left = limit;
    resetMs = Date.now() + windowMs;
  }

  return {
    take() {
      renew();
      if (left === 0) return false;
      left--;
      return true;
    },
    set(newLeft, newResetMs) {
      left = newLeft;
      resetMs = newResetMs;
    },
    get headers() {
      renew();
      return {
        "x-rate-limit-limit": String(limit),
        "x-rate-limit-remaining": String(left),
        "x-rate-limit-reset": String(Math.ceil(resetMs / 1_000)),
      };
    },
  };
}
