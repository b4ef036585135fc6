import { WINDOW_SPAN } from "../live/snapshot.ts";
import type { Motion } from "../live/window.ts";
import { calendarStep, type Step, stepSeconds } from "../series/buckets.ts";
import { CALENDAR_UNITS, type CalendarUnit } from "../time/calendar.ts";
import { knownZone, type Zone } from "../time/zones.ts";
import {
  DAY,
  fittingStep,
  HOUR,
  MINUTE,
  type TimeRange,
} from "../time/range.ts";
import { ParameterError, parseChoice, parseTime } from "./parameters.ts";

const MAX_POINTS = 10_000;

/** Options for {@linkcode parseStep}. */
export interface ParseStepOptions {
  /** What a step must be a multiple of, in seconds. @default {10} */
  unit?: 10 | 60;
  /** Buckets that a response holds at most. @default {10_000} */
  maxPoints?: number;
}

/**
 * Reads `step`, in seconds; a fitting one if it is missing or empty.
 *
 * @throws {ParameterError} If it is no positive multiple of `unit`, or cuts the range into too many points.
 */
export function parseStep(
  params: URLSearchParams,
  { from, to }: TimeRange,
  options: ParseStepOptions = {},
): number {
  const { unit = 10, maxPoints = MAX_POINTS } = options;
  const text = params.get("step");
  if (!text) return Math.max(unit, fittingStep(to - from));
  const step = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
  if (!(step > 0 && step % unit === 0)) {
    throw new ParameterError("step", text, `a positive multiple of ${unit}`);
  }
  const points = Math.ceil(to / step) - Math.floor(from / step);
  if (points <= maxPoints) return step;
  const least = Math.ceil((to - from) / (maxPoints - 1) / unit) * unit;
  const rule = `${least} or more for ${to - from} s, ` +
    `as a response holds at most ${maxPoints} points, not ${points}`;
  throw new ParameterError("step", text, rule);
}

/** Lengths of buckets that an address may ask for: those that fit, or units of the calendar. */
export const PERS = ["auto", ...CALENDAR_UNITS] as const;

/** How an address asks time to be cut: by units of a zone's calendar, or so that it fits. */
export interface Per {
  readonly per: "auto" | CalendarUnit;
  readonly zone: Zone;
}

/**
 * Reads `per` and `zone` of a page, on which an unknown zone means nothing.
 *
 * @throws {ParameterError} If it is no such unit.
 */
export function parsePagePer(params: URLSearchParams): Per {
  const zone = knownZone(params.get("zone") ?? "") ?? "UTC";
  return parsePer(new URLSearchParams({ per: params.get("per") ?? "", zone }));
}

/**
 * Reads `per` and `zone`; without them, what fits, and UTC.
 *
 * @throws {ParameterError} If it is no such unit, or no zone.
 */
export function parsePer(params: URLSearchParams): Per {
  const per = parseChoice(params, "per", PERS, { fallback: "auto" });
  const name = params.get("zone");
  const zone = name ? knownZone(name) : "UTC";
  if (zone !== null) return { per, zone };
  throw new ParameterError(
    "zone",
    name,
    "utc or a time zone, such as Europe/Berlin",
  );
}

/** Whether a page shows the live window as it is. */
export function isWindow(
  { kind }: PageRange,
  { per }: { readonly per: string },
): boolean {
  return (kind === "live" && (per === "auto" || per === "minute")) ||
    (kind === "5m" && per === "auto");
}

/**
 * The buckets of a unit of the calendar.
 *
 * @param most How many there may be. @default {10_000}
 * @throws {ParameterError} If they are too many.
 */
export function perStep(
  { per, zone }: Per & { readonly per: CalendarUnit },
  range: TimeRange,
  most: number = MAX_POINTS,
): Step {
  const count = (unit: CalendarUnit) =>
    (range.to - range.from) / stepSeconds({ per: unit, zone }) + 2;
  if (count(per) <= most + 2) return calendarStep(per, zone, range);
  const least = CALENDAR_UNITS.find((unit) => count(unit) <= most) ?? "year";
  const rule = `${least} or longer for this range, ` +
    `as at most ${most} buckets are shown`;
  throw new ParameterError("per", per, rule);
}

/**
 * How a range moves with time; null if it lies in the past.
 *
 * @param end Of its last bucket, in seconds since the epoch.
 */
export function rangeMotion(
  range: PageRange,
  end: number,
  nowMs: number,
): Motion | null {
  const isCurrent = end > nowMs / 1_000;
  switch (range.kind) {
    case "live":
      return { slides: true, until: null };
    case "all":
      return isCurrent ? { slides: false, until: null } : null;
    case "custom":
      if (range.isOpen) return { slides: false, until: null };
      return isCurrent ? { slides: false, until: range.to } : null;
    default:
      return { slides: true, until: null };
  }
}

/** The ranges that a page offers by name, and how many seconds before now they begin. */
const NAMED = {
  "5m": 5 * MINUTE,
  "1h": HOUR,
  "6h": 6 * HOUR,
  "24h": DAY,
  "7d": 7 * DAY,
  "30d": 30 * DAY,
} as const;

/** The time range of a page: the live window, everything, or from one time to another. */
export type PageRange =
  | { readonly kind: "live" }
  | { readonly kind: "all" }
  | {
    readonly kind: keyof typeof NAMED | "custom";
    readonly from: number;
    readonly to: number;
    /** Whether it has no end: `to` is now. */
    readonly isOpen?: true;
  };

/**
 * Reads `range`, or `from` and `to`; without them it is the live window.
 *
 * @throws {ParameterError} If a value is not a time or a known range.
 */
export function readPageRange(
  params: URLSearchParams,
  nowMs: number,
): PageRange {
  if (params.get("from") || params.get("to")) {
    const range = parseRange(params, nowMs);
    return params.get("to")
      ? { kind: "custom", ...range }
      : { kind: "custom", ...range, isOpen: true };
  }
  const name = params.get("range") || "15m";
  if (name === "15m") return { kind: "live" };
  if (name === "all") return { kind: "all" };
  if (isNamed(name)) {
    const to = Math.ceil(nowMs / 1_000);
    return { kind: name, from: to - NAMED[name], to };
  }
  const names = ["15m", ...Object.keys(NAMED)].join(", ");
  throw new ParameterError("range", name, `one of ${names} or all`);
}

function isNamed(name: string): name is keyof typeof NAMED {
  return Object.hasOwn(NAMED, name);
}

/**
 * Reads `from` and `to`, in seconds since the epoch. What is missing or empty
 * makes the range end now, or span a quarter of an hour.
 *
 * @throws {ParameterError} If one is not a time, or `from` is not before `to`.
 */
export function parseRange(
  params: URLSearchParams,
  nowMs: number,
): TimeRange {
  const to = parseTime(params, "to") ?? Math.ceil(nowMs / 1_000);
  const from = parseTime(params, "from") ?? Math.max(0, to - WINDOW_SPAN);
  if (from < to) return { from, to };
  const rule = `before to, which is ${JSON.stringify(params.get("to") || to)}`;
  throw new ParameterError("from", params.get("from") || String(from), rule);
}
