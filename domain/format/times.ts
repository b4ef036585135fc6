import { currentLocale } from "./locale.ts";
import type { Zone } from "../time/zones.ts";
import { cached, formatSpan } from "./numbers.ts";

const MONTH = 30 * 86_400_000;

/**
 * How long ago a time was, both in epoch milliseconds: `12 s`, `3 min`, `2 h`,
 * `5 d`, then the date. `after` follows a span, not a date.
 */
export function formatAgo(then: number, now: number, after = ""): string {
  const ago = now - then;
  return ago < MONTH
    ? formatSpan(ago / 1_000) + after
    : formatTime(then / 1_000, "day", "UTC");
}

/** The precision of a time. */
export type TimePrecision =
  | "year"
  | "month"
  | "day"
  | "date"
  | "minute"
  | "second"
  | "dated minute"
  | "zoned minute"
  | "zoned second";

const DAY: Intl.DateTimeFormatOptions = { month: "short", day: "numeric" };
const MINUTE: Intl.DateTimeFormatOptions = {
  hour: "numeric",
  minute: "2-digit",
};

const SECOND = { ...MINUTE, second: "2-digit" } as const;
const ZONED = { timeZoneName: "shortOffset" } as const;

const PARTS: Readonly<Record<TimePrecision, Intl.DateTimeFormatOptions>> = {
  year: { year: "numeric" },
  month: { year: "numeric", month: "short" },
  day: { ...DAY, year: "numeric" },
  date: DAY,
  minute: MINUTE,
  second: SECOND,
  "dated minute": { ...DAY, year: "numeric", ...MINUTE },
  "zoned minute": { ...MINUTE, ...ZONED },
  "zoned second": { ...SECOND, ...ZONED },
};

const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * A time in seconds since the epoch, as its viewer writes it: `2014`, `Mar 2014`,
 * `4 Mar 2014`, `4 Mar`, `14:05`, `14:05:30`, `14:05 GMT+1`.
 */
export function formatTime(
  seconds: number,
  precision: TimePrecision,
  zone: Zone,
): string {
  return formatOf(precision, zone).format(seconds * 1_000);
}

/** A span of time, from its first to its last second: `14:05–14:06`, `20 Dec 2017 – 18 Jan 2018`. */
export function formatTimes(
  from: number,
  to: number,
  precision: TimePrecision,
  zone: Zone,
): string {
  return formatOf(precision, zone).formatRange(from * 1_000, to * 1_000);
}

function formatOf(precision: TimePrecision, zone: Zone): Intl.DateTimeFormat {
  const locale = currentLocale();
  return cached(
    formats,
    `${locale} ${precision} ${zone}`,
    () => makeFormat(locale, PARTS[precision], zone),
  );
}

function makeFormat(
  locale: string,
  parts: Intl.DateTimeFormatOptions,
  zone: Zone,
): Intl.DateTimeFormat {
  const options = { ...parts, ...(zone !== "local" && { timeZone: zone }) };
  const format = new Intl.DateTimeFormat(locale, options);
  // Clocks of 24 hours have two digits for them, and so one width.
  return format.resolvedOptions().hour12 === false
    ? new Intl.DateTimeFormat(locale, { ...options, hour: "2-digit" })
    : format;
}
