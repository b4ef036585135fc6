/** A time zone by its IANA name; `UTC`, or `local` for that of the machine that runs this. */
export type Zone = string;

const formats = new Map<string, Intl.DateTimeFormat>();
/** Zones whose formats are kept; there are about 420 names. */
const MOST_ZONES = 50;

/** Clocks are this far from UTC at most, in seconds. */
const FARTHEST = 15 * 3_600;

/** The name of a zone as `Intl` writes it, such as `Europe/Berlin`; null if there is no such zone. */
export function knownZone(name: string): Zone | null {
  if (/^utc$/i.test(name)) return "UTC";
  if (!/^[A-Za-z][\w+\-/]{1,63}$/.test(name)) return null;
  try {
    const { timeZone } = new Intl.DateTimeFormat("en", { timeZone: name })
      .resolvedOptions();
    return timeZone;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return null;
  }
}

/**
 * What the clocks of a zone show, as seconds since the epoch would be in UTC:
 * `wallAt(t, zone) - t` is how far they are ahead of UTC.
 */
export function wallAt(t: number, zone: Zone): number {
  if (zone === "UTC") return t;
  if (zone === "local") {
    const date = new Date(t * 1_000);
    // The offset of a date has whole minutes only; some zones once had seconds.
    return Date.UTC(
      ...[date.getFullYear(), date.getMonth(), date.getDate()] as const,
      ...[date.getHours(), date.getMinutes(), date.getSeconds()] as const,
    ) / 1_000;
  }
  const [month, day, year, hour, minute, second] = formatOf(zone)
    .format(t * 1_000).match(/\d+/g)!.map(Number);
  return Date.UTC(year!, month! - 1, day, hour, minute, second) / 1_000;
}

function formatOf(zone: Zone): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    if (formats.size >= MOST_ZONES) formats.clear();
    format = new Intl.DateTimeFormat("en-US", {
      ...{ timeZone: zone, hourCycle: "h23" },
      ...{ year: "numeric", month: "numeric", day: "numeric" },
      ...{ hour: "numeric", minute: "numeric", second: "numeric" },
    });
    formats.set(zone, format);
  }
  return format;
}

/**
 * When the clocks of a zone show a time, in order: twice where they are turned
 * back, never where they are turned forward.
 */
export function instantsAt(wall: number, zone: Zone): number[] {
  if (zone === "UTC") return [wall];
  const near = [wall - FARTHEST, wall, wall + FARTHEST];
  const offsets = new Set(near.map((t) => wallAt(t, zone) - t));
  return [...offsets].map((offset) => wall - offset)
    .filter((t) => wallAt(t, zone) === wall)
    .sort((a, b) => a - b);
}

/** When the clocks of a zone first show a time, or, where they skip it, one that is later. */
export function firstInstant(wall: number, zone: Zone): number {
  const [first] = instantsAt(wall, zone);
  if (first !== undefined) return first;
  let [before, after] = [wall - FARTHEST, wall + FARTHEST];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (wallAt(middle, zone) < wall) before = middle;
    else after = middle;
  }
  return after;
}

/** Whether the clocks of a zone show the same at another time too. */
export function isAmbiguous(t: number, zone: Zone): boolean {
  return instantsAt(wallAt(t, zone), zone).length > 1;
}
