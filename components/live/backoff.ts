/** Options for {@linkcode backoff}. */
export interface BackoffOptions {
  /** Longest wait before the first try again. @default {1000} */
  firstMs?: number;
  /** Longest wait of all. @default {30_000} */
  capMs?: number;
  /** @default {Math.random} */
  random?: () => number;
}

/**
 * How long to wait after so many failures in a row, in ms: anything between
 * nothing and a bound that doubles, so that many readers do not come at once.
 */
export function backoff(
  failures: number,
  options: BackoffOptions = {},
): number {
  const { firstMs = 1_000, capMs = 30_000, random = Math.random } = options;
  return random() * Math.min(capMs, firstMs * 2 ** Math.max(0, failures - 1));
}
