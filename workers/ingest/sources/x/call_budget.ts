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
