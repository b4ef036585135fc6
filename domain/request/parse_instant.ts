const LATEST = 253_402_300_799;
const ISO =
  /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)?(Z|[+-]\d{2}:?\d{2})?$/;

/**
 * Reads a time as addresses carry it, in seconds since the epoch: a whole
 * number of seconds, or ISO 8601 (UTC if it names no zone). Null if it is
 * neither, or not between 1970 and 9999.
 */
export function parseInstant(text: string): number | null {
  const trimmed = text.trim();
  if (/^\d{1,12}$/.test(trimmed)) return within(Number(trimmed));
  const match = ISO.exec(trimmed);
  if (!match) return null;
  const hasTime = trimmed.length > 10;
  const zoned = match[1] || !hasTime ? trimmed : `${trimmed}Z`;
  return within(Math.floor(Date.parse(zoned.replace(" ", "T")) / 1_000));
}

function within(seconds: number): number | null {
  return seconds >= 0 && seconds <= LATEST ? seconds : null;
}
