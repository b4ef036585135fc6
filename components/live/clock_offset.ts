/** A clock that is wrong by less than this is as good as right. */
const TOLERANCE_MS = 3_000;

/**
 * How far the server's clock is ahead of the browser's, in ms, if that stood at
 * `clientMs` when the server's stood between the two others. A browser's clock
 * that agrees is taken as right.
 */
export function clockOffset(
  earliestMs: number,
  latestMs: number,
  clientMs: number,
): number {
  const isRight = clientMs > earliestMs - TOLERANCE_MS &&
    clientMs < latestMs + TOLERANCE_MS;
  return isRight ? 0 : (earliestMs + latestMs) / 2 - clientMs;
}
