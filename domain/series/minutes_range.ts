const MINUTE = 60;
const MINUTES = 120;

/** Two hours and the minute that is not over, in seconds since the epoch: what `MinuteCounts` are read from. */
export function minutesRange(nowMs: number): { from: number; to: number } {
  const current = Math.floor(nowMs / 1_000 / MINUTE) * MINUTE;
  return { from: current - MINUTES * MINUTE, to: current + MINUTE };
}
