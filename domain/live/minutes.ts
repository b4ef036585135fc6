import type { Outage } from "../series/outages.ts";
import type { Series } from "../series/series.ts";
import { MINUTE, type TimeRange } from "../time/range.ts";
import { windowToMinutes } from "./window.ts";

/** With fewer posts in the hour before, a change says nothing. */
const LEAST_POSTS = 20;
/** A busy hour that begins with this many quiet minutes was not counted from its start. */
const FIRST_MINUTES = 10;
const HOUR_MINUTES = 60;

/** Posts of an hour, and of the hour before. */
export interface HourChange {
  readonly now: number;
  readonly before: number;
}

/**
 * Compares the last 60 of 120 minutes with the 60 before them; null where that
 * says nothing: too few posts, or unknown minutes.
 */
export function hourChange(
  minutes: readonly (number | null)[],
): HourChange | null {
  const before = sum(minutes.slice(-2 * HOUR_MINUTES, -HOUR_MINUTES));
  const now = sum(minutes.slice(-HOUR_MINUTES));
  const first = sum(
    minutes.slice(-2 * HOUR_MINUTES, -2 * HOUR_MINUTES + FIRST_MINUTES),
  );
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

const MINUTES = 120;

/** Two hours and the current minute: the range of {@linkcode MinuteCounts}. */
export function minutesRange(nowMs: number): TimeRange {
  const current = Math.floor(nowMs / 1_000 / MINUTE) * MINUTE;
  return { from: current - MINUTES * MINUTE, to: current + MINUTE };
}

/**
 * Posts in each of the last 120 whole minutes, oldest first. The newest are
 * taken from the live window, the others from what was read; null where both
 * are unknown.
 */
export function recentMinutes(
  read: MinuteCounts | null,
  window: Series,
): (number | null)[] {
  const live = windowToMinutes(window);
  const current = live.t.at(-1) ?? 0;
  const first = live.t[0] ?? Infinity;
  return Array.from({ length: MINUTES }, (_, i) => {
    const t = current - (MINUTES - i) * MINUTE;
    if (t >= first) return live.posts[(t - first) / MINUTE] ?? null;
    return wholeMinute(read, t);
  });
}

/** A minute that was over when the counts were read. */
function wholeMinute(read: MinuteCounts | null, t: number): number | null {
  if (!read) return null;
  const i = (t - read.from) / MINUTE;
  return i < read.posts.length - 1 ? read.posts[i] ?? null : null;
}

/** Seconds without any source that two hours may have. */
const MOST_AWAY = 60;

/** Takes the number of posts from a series by the minute. */
export function toMinuteCounts(
  series: Pick<Series, "t" | "step" | "posts">,
  outages: readonly Outage[],
): MinuteCounts {
  const { t, step, posts } = series;
  const from = t[0] ?? 0;
  const end = (t.at(-1) ?? 0) + step;
  const away = outages.reduce((sum, outage) => {
    const to = Math.min(end, outage.to ?? end);
    return sum + Math.max(0, to - Math.max(from, outage.from));
  }, 0);
  return { from, posts, isWhole: away <= MOST_AWAY };
}

/** Posts by the minute, for the last two hours. */
export interface MinuteCounts {
  /** Start of the first minute in seconds since the epoch. */
  readonly from: number;
  /** One number for each minute; the last one was still filling. */
  readonly posts: readonly number[];
  /** Whether there was no long outage. */
  readonly isWhole: boolean;
}
