import {
  CALENDAR_UNITS,
  calendarEdges,
  type CalendarUnit,
  clockSegments,
  UNIT_SECONDS,
} from "../time/calendar.ts";
import { CHART_STEPS, DAY, HOUR, type TimeRange } from "../time/range.ts";
import type { Zone } from "../time/zones.ts";

/** Units of a zone's calendar. */
export interface CalendarStep {
  readonly per: CalendarUnit;
  readonly zone: Zone;
}

/** How time is cut into buckets: seconds since the epoch, a multiple of 10, or units of a calendar. */
export type Step = number | CalendarStep;

/** A range, and the buckets in which it is shown. */
export interface WholeRange extends TimeRange, Partial<CalendarStep> {
  /** Seconds that a bucket spans; of a unit of a calendar those that it usually does. */
  readonly step: number;
  /** Whether it ends now, and moves on. */
  readonly isLive: boolean;
}

/** The buckets of a range. */
export function stepOf({ step, per, zone }: WholeRange): Step {
  return per && zone ? { per, zone } : step;
}

/** The borders of the buckets that a range touches: their starts, and the end of the last; none if it is empty. */
export function bucketEdges({ from, to }: TimeRange, step: Step): number[] {
  if (from >= to) return [];
  if (typeof step !== "number") {
    return calendarEdges({ from, to }, step.per, step.zone);
  }
  const first = Math.floor(from / step);
  const length = Math.ceil(to / step) - first + 1;
  return Array.from({ length }, (_, i) => (first + i) * step);
}

/**
 * A range that has moved on to the present. In units of a calendar its ends lie
 * within the first bucket and the last.
 *
 * @param now In seconds since the epoch.
 */
export function movedRange(range: WholeRange, now: number): TimeRange {
  const { from, to, step, per } = range;
  const end = per
    ? Math.max(to, Math.floor(now) + 1)
    : (Math.floor(now / step) + 1) * step;
  return { from: from + end - to, to: end };
}

/** Seconds that a bucket usually spans. */
export function stepSeconds(step: Step): number {
  return typeof step === "number" ? step : UNIT_SECONDS[step.per];
}

/** Units of the calendar in a range, as seconds where these are the same. */
export function calendarStep(
  per: CalendarUnit,
  zone: Zone,
  range: TimeRange,
): Step {
  const seconds = UNIT_SECONDS[per];
  if (seconds > HOUR) return { per, zone };
  const isWhole = clockSegments(range, zone)
    .every(({ offset }) => offset % seconds === 0);
  return isWhole ? seconds : { per, zone };
}

/** Options for {@linkcode autoSteps}. */
export interface AutoStepsOptions {
  /** Buckets at most. @default {200} */
  maxPoints?: number;
  /** The shortest bucket, in seconds. @default {10} */
  shortest?: number;
}

/** Steps that cut a span into no more than so many buckets, the shortest first: clock times within days, then units of the calendar. */
export function autoSteps(
  { from, to }: TimeRange,
  zone: Zone,
  options: AutoStepsOptions = {},
): Step[] {
  const { maxPoints = 200, shortest = 10 } = options;
  const units = CALENDAR_UNITS.filter((unit) => UNIT_SECONDS[unit] >= DAY);
  const steps: Step[] = [
    ...CHART_STEPS.filter((step) => step < DAY && step >= shortest),
    ...units.map((per) => ({ per, zone })),
  ];
  const fitting = steps.filter((step) =>
    (to - from) / stepSeconds(step) <= maxPoints
  );
  return fitting.length > 0 ? fitting : steps.slice(-1);
}

/** With a larger share of empty buckets, bars look like a barcode. */
const MOST_EMPTY = 0.4;
/** Fewer buckets would say nothing. */
const FEWEST = 5;

/**
 * Whether so many buckets are empty, from the first to the last that has posts,
 * that longer ones show more.
 *
 * @param posts Of each bucket.
 * @param next Number of buckets if they are longer.
 */
export function isSparse(posts: readonly number[], next: number): boolean {
  const first = posts.findIndex((count) => count > 0);
  const last = posts.findLastIndex((count) => count > 0);
  const between = posts.slice(first, last + 1);
  const empty = between.filter((count) => count === 0).length;
  return next >= FEWEST && empty > MOST_EMPTY * between.length;
}
