const ISO =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?) ?(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?$/i;

/** The format of the X API up to version 1.1: `Wed Oct 10 20:19:24 +0000 2018`. */
const X_1 = /^[a-z]{3} [a-z]{3} \d{2} \d{2}:\d{2}:\d{2} [+-]\d{4} \d{4}$/i;

const LATEST_MS = Date.UTC(10_000, 0) - 1;

function checked(ms: number): number | null {
  return ms >= 0 && ms <= LATEST_MS ? Math.floor(ms) : null;
}

/**
 * Parses the time of a post, in milliseconds since the epoch: ISO 8601 (UTC
 * without a zone), or X's older format. Null if it is neither, or not between
 * 1970 and 9999.
 */
export function parseTime(text: string): number | null {
  const trimmed = text.trim();
  const [isIso, date, time = "00:00", zone = "Z"] = ISO.exec(trimmed) ?? [];
  if (!isIso && !X_1.test(trimmed)) return null;
  const offset = /^[a-z]/i.test(zone) ? "Z" : zone;
  return checked(Date.parse(isIso ? `${date}T${time}${offset}` : trimmed));
}

/** Seconds, milliseconds or microseconds from 2001 to 2286: the ranges do not meet. */
const EPOCH = /^(\d{10}|\d{13}|\d{16})(?:\.\d+)?$/;

/** Parses seconds, milliseconds or microseconds since the epoch; null if it is nothing like that. */
export function parseEpoch(value: unknown): number | null {
  const text = typeof value === "number" ? String(value) : value;
  const [, whole] = (typeof text === "string" && EPOCH.exec(text.trim())) || [];
  if (whole === undefined) return null;
  const unit = { 10: 1_000, 13: 1, 16: 0.001 }[whole.length]!;
  return checked(Math.round(Number(text) * unit));
}

/** Hours that zones of old exports are behind UTC. */
const ZONES: Readonly<Record<string, string>> = {
  UTC: "+0000",
  GMT: "+0000",
  PDT: "-0700",
  PST: "-0800",
  MDT: "-0600",
  MST: "-0700",
  CDT: "-0500",
  CST: "-0600",
  EDT: "-0400",
  EST: "-0500",
};

/** `Mon Apr 06 22:19:45 PDT 2009` */
const NAMED_ZONE =
  /^([a-z]{3} [a-z]{3} \d{2} \d{2}:\d{2}:\d{2}) ([A-Z]{3}) (\d{4})$/i;

/** `24.12.2020 18:30`, `12/24/2020 6:30 PM`, `2020/12/24 18:30:00` */
const BY_COUNTRY =
  /^(\d{1,4})([./-])(\d{1,2})\2(\d{2,4})(?:[ T,]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s*([ap]m)?)?$/i;

/** Why a date cannot be read. */
export const AMBIGUOUS = "ambiguous";

/**
 * Parses a time as people and spreadsheets write it; UTC without a zone.
 *
 * @param isDayFirst Whether 03/04/2020 is in April; null if that is unknown.
 * @returns Null if it is no time.
 */
export function parseAnyTime(
  text: string,
  isDayFirst: boolean | null,
): number | null | typeof AMBIGUOUS {
  const known = parseTime(text) ?? parseEpoch(text);
  if (known !== null) return known;
  const [, time, zone = "", year] = NAMED_ZONE.exec(text.trim()) ?? [];
  const offset = ZONES[zone.toUpperCase()];
  if (offset) return checked(Date.parse(`${time} ${offset} ${year}`));
  const parts = BY_COUNTRY.exec(text.trim());
  return parts === null ? null : parseByCountry(parts, isDayFirst);
}

function parseByCountry(
  [
    ,
    first = "",
    separator,
    second = "",
    third = "",
    h = "0",
    m = "0",
    s = "0",
    half,
  ]: readonly string[],
  isDayFirst: boolean | null,
): number | null | typeof AMBIGUOUS {
  const isAfternoon = half?.toLowerCase() === "pm";
  const hour = half ? Number(h) % 12 + (isAfternoon ? 12 : 0) : Number(h);
  const at = (year: string, month: string, day: string) => {
    const [y, mon, d] = [year, month, day].map(Number) as [
      number,
      number,
      number,
    ];
    const ms = Date.UTC(
      y < 100 ? y + 2_000 : y,
      mon - 1,
      d,
      hour,
      Number(m),
      Number(s),
    );
    return new Date(ms).getUTCMonth() === mon - 1 && hour < 24
      ? checked(ms)
      : null;
  };
  if (first.length === 4) return at(first, second, third);
  if (first.length > 2) return null;
  const day = isFirstDay(first, second, separator === ".", isDayFirst);
  if (day === null) return AMBIGUOUS;
  return day ? at(third, second, first) : at(third, first, second);
}

function isFirstDay(
  first: string,
  second: string,
  hasDots: boolean,
  isDayFirst: boolean | null,
): boolean | null {
  if (hasDots || first === second) return true;
  if (Number(first) > 12) return true;
  return Number(second) > 12 ? false : isDayFirst;
}

/** Whether the dates of a column begin with the day, found by those that can only be one; null if there are none. */
export function findDayFirst(dates: readonly string[]): boolean | null {
  const votes = dates.flatMap((text) => {
    const [, first = "", separator, second] = BY_COUNTRY.exec(text.trim()) ??
      [];
    if (separator === undefined || separator === "." || first.length > 2) {
      return [];
    }
    if (Number(first) > 12) return [true];
    return Number(second) > 12 ? [false] : [];
  });
  if (votes.length === 0 || new Set(votes).size > 1) return null;
  return votes[0]!;
}

/** When X's ids began to hold the time: 4 November 2010. */
const X_EPOCH_MS = 1_288_834_974_657n;

/** The time in an id of X; null in an older one. */
export function timeInXId(id: string): number | null {
  if (!/^\d{15,20}$/.test(id)) return null;
  const ms = Number((BigInt(id) >> 22n) + X_EPOCH_MS);
  return ms > Number(X_EPOCH_MS) + 60_000 && ms < Date.now() + 86_400_000
    ? ms
    : null;
}
