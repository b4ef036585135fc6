import { DAY, type TimeRange } from "./range.ts";
import { wallAt, type Zone } from "./zones.ts";

/** Units of the calendar, shortest first. Weeks begin on Monday. */
export const CALENDAR_UNITS = [
  "minute",
  "hour",
  "day",
  "week",
  "month",
  "year",
] as const;

/** One of {@linkcode CALENDAR_UNITS}. */
export type CalendarUnit = typeof CALENDAR_UNITS[number];

/** How long units are, in seconds; days and longer ones nominally. */
export const UNIT_SECONDS: Readonly<Record<CalendarUnit, number>> = {
  minute: 60,
  hour: 3_600,
  day: 86_400,
  week: 604_800,
  month: 2_592_000,
  year: 31_536_000,
};

/** A span of time in which the clocks of a zone are not changed. */
export interface ClockSegment extends TimeRange {
  /** How far they are ahead of UTC, in seconds. */
  readonly offset: number;
}

/**
 * The borders between the units of a zone's calendar that a range touches: from
 * the start of the first unit to the end of the last, in seconds since the epoch.
 * Where clocks are turned back over midnight, a day begins at its first midnight;
 * where they skip it, at the change.
 */
export function calendarEdges(
  { from, to }: TimeRange,
  unit: CalendarUnit,
  zone: Zone,
): number[] {
  const reach = UNIT_SECONDS[unit] + 3 * DAY;
  const segments = findSegments(from - reach, to + reach, zone);
  const edges: number[] = [];
  const add = (edge: number) => {
    if (edge <= from) edges.length = 0;
    const last = edges.at(-1);
    if (last === undefined || (edge > last && last < to)) edges.push(edge);
  };
  if (unit === "minute" || unit === "hour") {
    addClockEdges(segments, { from, to }, UNIT_SECONDS[unit], add);
  } else addDateEdges(segments, { from, to }, unit, add);
  return edges;
}

/** Minutes and hours have their length, but for those that a change of clocks cuts. */
function addClockEdges(
  segments: readonly ClockSegment[],
  { from, to }: TimeRange,
  length: number,
  add: (edge: number) => void,
): void {
  for (const segment of segments) {
    const { offset } = segment;
    if (segment.to <= from - length || segment.from >= to + length) continue;
    const start = Math.max(segment.from, from - length);
    if (start === segment.from) add(start);
    const end = Math.min(segment.to, to + length);
    let wall = Math.ceil((start + offset) / length) * length;
    for (; wall - offset < end; wall += length) add(wall - offset);
  }
}

function addDateEdges(
  segments: readonly ClockSegment[],
  { from, to }: TimeRange,
  unit: CalendarUnit,
  add: (edge: number) => void,
): void {
  let i = 0;
  for (let n = -1;; n++) {
    const wall = startOfUnit(from, unit, n);
    // The first segment whose clocks reach that time.
    while (i < segments.length - 1) {
      const segment = segments[i]!;
      if (segment.to + segment.offset > wall) break;
      i++;
    }
    const segment = segments[i]!;
    const edge = Math.max(segment.from, wall - segment.offset);
    add(edge);
    if (edge >= to) return;
  }
}

/** The first Monday: weeks begin there. */
const MONDAY = 4 * DAY;

/** The start of a unit that is some units later than that of a time, by clocks of UTC. */
function startOfUnit(t: number, unit: CalendarUnit, later: number): number {
  const date = new Date(t * 1_000);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  if (unit === "year") return Date.UTC(year + later, 0) / 1_000;
  if (unit === "month") return Date.UTC(year, month + later) / 1_000;
  const [length, origin] = unit === "week" ? [7 * DAY, MONDAY] : [DAY, 0];
  return (Math.floor((t - origin) / length) + later) * length + origin;
}

/** Clocks are looked at this often, in seconds: they are not changed and changed back in between. */
const SAMPLE = 4 * DAY;

/** The segments that a range touches. */
function findSegments(from: number, to: number, zone: Zone): ClockSegment[] {
  if (zone === "UTC") return [{ from, to, offset: 0 }];
  const segments: ClockSegment[] = [];
  let start = Math.floor(from / SAMPLE) * SAMPLE;
  let offset = offsetAt(start, zone);
  for (let t = start; t < to; t += SAMPLE) {
    // There may be several changes.
    while (offsetAt(t + SAMPLE, zone) !== offset) {
      const change = findChange(Math.max(t, start), t + SAMPLE, offset, zone);
      segments.push({ from: start, to: change, offset });
      start = change;
      offset = offsetAt(change, zone);
    }
  }
  return [...segments, { from: start, to: Infinity, offset }];
}

/** The first time after `before` at which the offset is another one. */
function findChange(
  before: number,
  after: number,
  offset: number,
  zone: Zone,
): number {
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offsetAt(middle, zone) === offset) before = middle;
    else after = middle;
  }
  return after;
}

/** The parts of a range between changes of a zone's clocks. */
export function clockSegments(
  { from, to }: TimeRange,
  zone: Zone,
): ClockSegment[] {
  return findSegments(from, to, zone).map((segment) => ({
    offset: segment.offset,
    from: Math.max(from, segment.from),
    to: Math.min(to, segment.to),
  })).filter((segment) => segment.from < segment.to);
}

/** Seconds that clocks of a zone are ahead of UTC. */
function offsetAt(t: number, zone: Zone): number {
  return wallAt(t, zone) - t;
}
