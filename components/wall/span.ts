import {
  bucketEdges,
  type CalendarStep,
  calendarStep,
  type Step,
} from "../../domain/series/buckets.ts";
import { jumpStep } from "../../domain/series/jumps.ts";
import { type CalendarUnit, UNIT_SECONDS } from "../../domain/time/calendar.ts";
import type { TimeRange } from "../../domain/time/range.ts";

/** How many units of a calendar a wall shows, and of how many of the last its mood is. */
export const WALL_UNITS: Readonly<
  Record<CalendarUnit, { readonly shown: number; readonly recent: number }>
> = {
  minute: { shown: 60, recent: 15 },
  hour: { shown: 48, recent: 24 },
  day: { shown: 30, recent: 7 },
  week: { shown: 26, recent: 4 },
  month: { shown: 12, recent: 3 },
  year: { shown: 10, recent: 1 },
};

/** A time that a wall shows, and its buckets. */
interface WallSpan extends TimeRange {
  readonly step: Step;
  /** Of the buckets in which it is looked for what stood out. */
  readonly jumpStep: number;
}

/** The time that a wall shows: whole units up to the current one. */
export function wallSpan({ per, zone }: CalendarStep, nowMs: number): WallSpan {
  const now = Math.floor(nowMs / 1_000);
  const { shown } = WALL_UNITS[per];
  // Some months and years are longer than they are nominally.
  const from = now - (shown + 1) * UNIT_SECONDS[per];
  const edges = bucketEdges({ from, to: now + 1 }, { per, zone })
    .slice(-shown - 1);
  const range = { from: edges[0]!, to: edges.at(-1)! };
  return {
    ...range,
    step: calendarStep(per, zone, range),
    jumpStep: per === "minute" ? UNIT_SECONDS.minute : jumpStep(range),
  };
}
