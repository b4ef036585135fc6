/** With fewer posts in the hour before, a change is chance. */
const LEAST_POSTS = 20;
/** An hour of so many posts is not quiet for so many minutes at its start, unless nobody counted yet. */
const FIRST_MINUTES = 10;
const HOUR = 60;

/** Posts of an hour, and of the hour before. */
export interface HourChange {
  readonly now: number;
  readonly before: number;
}

/**
 * Compares the last 60 of 120 minutes with the 60 before them; null where that
 * says nothing: too few posts, or minutes that are not known.
 */
export function hourChange(
  minutes: readonly (number | null)[],
): HourChange | null {
  const before = sum(minutes.slice(-2 * HOUR, -HOUR));
  const now = sum(minutes.slice(-HOUR));
  const first = sum(minutes.slice(-2 * HOUR, -2 * HOUR + FIRST_MINUTES));
  if (before === null || now === null || !first) return null;
  return before < LEAST_POSTS ? null : { now, before };
}

function sum(values: readonly (number | null)[]): number | null {
  let total = 0;
  for (const value of values) {
    if (value === null) return null;
    total += value;
  }
  return total;
}
