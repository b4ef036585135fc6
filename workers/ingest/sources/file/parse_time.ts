const ISO =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?) ?(Z|[+-]\d{2}:?\d{2})?)?$/i;

/** As the X API wrote it up to version 1.1: `Wed Oct 10 20:19:24 +0000 2018`. */
const X_1 = /^[a-z]{3} [a-z]{3} \d{2} \d{2}:\d{2}:\d{2} [+-]\d{4} \d{4}$/i;

const LATEST_MS = Date.UTC(10_000, 0) - 1;

/**
 * Reads the time of a post, in milliseconds since the epoch: ISO 8601 (UTC if
 * it names no zone), or X's older form. Null if it is neither, or not between
 * 1970 and 9999.
 */
export function parseTime(text: string): number | null {
  const trimmed = text.trim();
  const [isIso, date, time = "00:00", zone = "Z"] = ISO.exec(trimmed) ?? [];
  if (!isIso && !X_1.test(trimmed)) return null;
  const ms = Date.parse(isIso ? `${date}T${time}${zone}` : trimmed);
  return ms >= 0 && ms <= LATEST_MS ? ms : null;
}
