import { formatTime } from "./format_time.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago a time was, both in epoch milliseconds: `12 s`, `3 min`, `2 h`, `5 d`, then the date. */
export function formatAgo(then: number, now: number): string {
  const ago = now - then;
  if (ago < MINUTE) return `${Math.max(0, Math.floor(ago / 1_000))}\u00a0s`;
  if (ago < HOUR) return `${Math.floor(ago / MINUTE)}\u00a0min`;
  if (ago < DAY) return `${Math.floor(ago / HOUR)}\u00a0h`;
  if (ago < 30 * DAY) return `${Math.floor(ago / DAY)}\u00a0d`;
  return formatTime(then / 1_000, "day", "UTC");
}
