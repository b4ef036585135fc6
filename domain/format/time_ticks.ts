import { DAY, HOUR, MINUTE } from "../time/range.ts";
import { firstInstant, instantsAt, wallAt, type Zone } from "../time/zones.ts";
import { formatTime } from "./times.ts";

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
    const room = ticks.reduce((sum, { label }) => sum + widthOf(label), 0);
    const fits = room <= ROOM && ticks.length <= maxTicks;
    if (fits || most <= FEWEST) return ticks;
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
    return everyStep(from, to, step, zone)
      .map((t) => ({ t, label: labelAt(t, step, zone) }));
  }
  // The name of a month beside its year takes more room.
  const months =
    MONTHS.find((n) => span / (n * MONTH) <= most - (n < 12 ? 2 : 1)) ??
      1_200;
  const precision = months < 12 ? "month" : "year";
  return everyMonths(from, to, months, zone)
    .map((t) => ({ t, label: formatTime(t, precision, zone) }));
}

/** Within days, the first time of a day is labelled by its date; the second of two equal times has its offset. */
function labelAt(t: number, step: number, zone: Zone): string {
  if (step >= DAY) return formatTime(t, "date", zone);
  const precision = step < MINUTE ? "second" : "minute";
  const wall = wallAt(t, zone);
  if (firstInstant(wall, zone) !== t) {
    return formatTime(t, `zoned ${precision}`, zone);
  }
  const day = Math.floor(wall / DAY) * DAY;
  return formatTime(
    t,
    firstInstant(day, zone) === t ? "date" : precision,
    zone,
  );
}

/** Marks nearer than this part of a step are left out if a change of clocks made them. */
const NEAREST = 0.75;

/** All times at which clocks show a multiple of a step; where they skip one, the change of clocks. */
function everyStep(from: number, to: number, step: number, zone: Zone) {
  const origin = step % (7 * DAY) === 0 ? MONDAY : 0;
  const floor = (t: number) =>
    Math.floor((wallAt(t, zone) - origin) / step) * step + origin;
  const change = Math.abs(wallAt(to, zone) - to - (wallAt(from, zone) - from));
  const reach = Math.ceil(change / step) * step;
  const walls: number[] = [];
  for (let w = floor(from) - reach; w <= floor(to) + reach; w += step) {
    walls.push(w);
  }
  const regular = new Set(
    walls.flatMap((w) => instantsAt(w, zone).slice(0, 1)),
  );
  const others = walls.flatMap((wall) => {
    const instants = instantsAt(wall, zone);
    return instants.length > 0 ? instants.slice(1) : firstInstant(wall, zone);
  });
  const isFar = (t: number) =>
    [...regular].every((one) => Math.abs(one - t) >= NEAREST * step);
  return [...regular, ...new Set(others.filter(isFar))]
    .filter((t) => t >= from && t <= to).sort((a, b) => a - b);
}

function everyMonths(from: number, to: number, months: number, zone: Zone) {
  const times: number[] = [];
  const start = new Date(wallAt(from, zone) * 1_000);
  const first = start.getUTCFullYear() * 12 + start.getUTCMonth();
  for (let n = Math.floor(first / months) * months;; n += months) {
    const wall = Date.UTC(Math.floor(n / 12), n % 12) / 1_000;
    const t = firstInstant(wall, zone);
    if (t > to) return times;
    if (t >= from) times.push(t);
  }
}
