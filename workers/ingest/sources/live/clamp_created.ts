const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/**
 * When a post was written, if that is believable: what its author's client
 * says is kept between a day before and a minute after it was received. What
 * is no time counts as the time of receipt.
 *
 * @param createdMs Milliseconds since the epoch, or NaN.
 */
export function clampCreated(createdMs: number, receivedMs: number): number {
  if (Number.isNaN(createdMs)) return receivedMs;
  const latest = Math.min(createdMs, receivedMs + MINUTE_MS);
  return Math.floor(Math.max(latest, receivedMs - DAY_MS));
}
