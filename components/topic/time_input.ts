import type { Zone } from "../../domain/format/times.ts";

/** A time in seconds since the epoch, as `<input type="datetime-local">` wants it. */
export function toInput(seconds: number, zone: Zone): string {
  const offset = zone === "UTC"
    ? 0
    : new Date(seconds * 1_000).getTimezoneOffset() * 60;
  const iso = new Date((seconds - offset) * 1_000).toISOString();
  return seconds % 60 === 0 ? iso.slice(0, 16) : iso.slice(0, 19);
}

/** What was written into such an input, in seconds since the epoch; null if it is not a time. */
export function fromInput(text: string, zone: Zone): number | null {
  // Without a zone at its end a time is the viewer's own.
  const ms = Date.parse(zone === "UTC" ? `${text}Z` : text);
  return Number.isNaN(ms) ? null : Math.floor(ms / 1_000);
}
