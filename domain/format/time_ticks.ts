import { DAY, HOUR, MINUTE } from "../time/range.ts";
import { formatTime, type TimePrecision, type Zone } from "./times.ts";

/** A mark on a time axis. */
export interface TimeTick {
  /** Seconds since the epoch. */
  readonly t: number;
  readonly label: string;
}

/** Options for {@linkcode timeTicks}. */
export interface TimeTicksOptions {
  /** Marks at most. @default {6} */
  maxTicks?: number;
  /** @default {"UTC"} */
  zone?: Zone;
}

const STEPS = [
  ...[10, 15, 20, 30],
  ...[1, 2, 3, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 3, 7, 14].map((n) => n * DAY),
];
/** The first Monday: weeks begin there. */
const MONDAY = 4 * DAY;
const MONTHS = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600];
const MONTH = 30.44 * DAY;

/** Characters that fit beside each other, and the number of marks below which that does not matter. */
const ROOM = 40;
const FEWEST = 3;

/**
 * Round times between `from` and `to` (seconds since the epoch), with labels as
 * short as they can be; where a locale makes them long, there are fewer.
 */
export function timeTicks(
  from: number,
  to: number,
  options: TimeTicksOptions = {},
): TimeTick[] {
  const { maxTicks = 6, zone = "UTC" } = options;
  for (let most = maxTicks;; most--) {
    const ticks = ticksOf(from, to, most, zone);
    const widths = ticks.map(({ label }) => widthOf(label));
    const room = Math.max(0, ...widths) * ticks.length;
    if (room <= ROOM || most <= FEWEST) return ticks;
  }
}

/** In characters; those of other scripts may be twice as wide. */
function widthOf(label: string): number {
  return label.replace(/[\u0590-\uffff]/g, "  ").length;
}

function ticksOf(
  from: number,
  to: number,
  most: number,
  zone: Zone,
): TimeTick[] {
  const span = to - from;
  const step = STEPS.find((step) => span / step <= most - 1);
  if (step !== undefined) {
    return everyStep(from, to, step, zone).map((t) => ({
      t,
      label: formatTime(t, precisionAt(t, step, zone), zone),
    }));
  }
  // The name of a month beside its year takes more room.
  const months =
    MONTHS.find((n) => span / (n * MONTH) <= most - (n < 12 ? 2 : 1)) ??
      1_200;
  const precision = months < 12 ? "month" : "year";
  return everyMonths(from, to, months, zone)
    .map((t) => ({ t, label: formatTime(t, precision, zone) }));
}

/** Within days, midnight is labelled by its date. */
function precisionAt(t: number, step: number, zone: Zone): TimePrecision {
  if (step >= DAY) return "date";
  if ((t + offsetAt(t, zone)) % DAY === 0) return "date";
  return step < MINUTE ? "second" : "minute";
}

function everyStep(from: number, to: number, step: number, zone: Zone) {
  const times: number[] = [];
  const offset = offsetAt(from, zone);
  const origin = step % (7 * DAY) === 0 ? MONDAY : 0;
  const first = Math.ceil((from + offset - origin) / step) * step + origin;
  for (let wall = first; wall - offset <= to; wall += step) {
    times.push(fromWall(wall, zone));
  }
  return times.filter((t) => t >= from && t <= to);
}

function everyMonths(from: number, to: number, months: number, zone: Zone) {
  const times: number[] = [];
  const start = new Date((from + offsetAt(from, zone)) * 1_000);
  const first = start.getUTCFullYear() * 12 + start.getUTCMonth();
  for (let n = Math.floor(first / months) * months;; n += months) {
    const t = fromWall(Date.UTC(Math.floor(n / 12), n % 12) / 1_000, zone);
    if (t > to) return times;
    if (t >= from) times.push(t);
  }
}

/** Seconds that clocks of a zone are ahead of UTC. */
function offsetAt(t: number, zone: Zone): number {
  return zone === "UTC" ? 0 : -new Date(t * 1_000).getTimezoneOffset() * MINUTE;
}

/** When clocks of a zone show what UTC shows at `wall`. */
function fromWall(wall: number, zone: Zone): number {
  const guess = wall - offsetAt(wall, zone);
  return wall - offsetAt(guess, zone);
}
