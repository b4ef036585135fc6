/** Longest wait before the first try again. */
const FIRST_MS = 1_000;
/** Longest wait of all. */
const LONGEST_MS = 30_000;

/** Options for {@linkcode backoff}. */
export interface BackoffOptions {
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
  const { random = Math.random } = options;
  return random() *
    Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, failures - 1));
}
