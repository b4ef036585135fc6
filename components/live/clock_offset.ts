/** A clock that is wrong by less than this is as good as right. */
const TOLERANCE_MS = 3_000;

/**
 * How far the server's clock is ahead of the browser's, in ms. All that is
 * known of the server's is that it stands in the last bucket of a live window
 * that has just arrived; a browser's clock that agrees is taken as right.
 *
 * @param windowEnd Start of the last bucket, in seconds since the epoch.
 */
export function clockOffset(
  windowEnd: number,
  stepSeconds: number,
  clientMs: number,
): number {
  const earliest = windowEnd * 1_000;
  const latest = earliest + stepSeconds * 1_000;
  const isRight = clientMs > earliest - TOLERANCE_MS &&
    clientMs < latest + TOLERANCE_MS;
  return isRight ? 0 : (earliest + latest) / 2 - clientMs;
}
