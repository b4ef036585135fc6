/** In which zone times are told: `UTC`, or the zone of the machine that runs this. */
export type Zone = "UTC" | "local";

/** How much of a time is told. */
export type TimePrecision =
  | "year"
  | "month"
  | "day"
  | "date"
  | "minute"
  | "second";

const PARTS: Readonly<Record<TimePrecision, Intl.DateTimeFormatOptions>> = {
  year: { year: "numeric" },
  month: { year: "numeric", month: "short" },
  day: { year: "numeric", month: "short", day: "numeric" },
  date: { month: "short", day: "numeric" },
  minute: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  second: {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  },
};

const formats = new Map<string, Intl.DateTimeFormat>();

/** A time in seconds since the epoch: `2014`, `Mar 2014`, `4 Mar 2014`, `4 Mar`, `14:05`, `14:05:30`. */
export function formatTime(
  seconds: number,
  precision: TimePrecision,
  zone: Zone,
): string {
  const key = `${precision} ${zone}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat("en-GB", {
      ...PARTS[precision],
      ...(zone === "UTC" ? { timeZone: "UTC" } : {}),
    });
    formats.set(key, format);
  }
  return format.format(seconds * 1_000);
}
