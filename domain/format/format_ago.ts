import { formatSpan } from "./format_span.ts";
import { formatTime } from "./times.ts";

const MONTH = 30 * 86_400_000;

/** How long ago a time was, both in epoch milliseconds: `12 s`, `3 min`, `2 h`, `5 d`, then the date. */
export function formatAgo(then: number, now: number): string {
  const ago = now - then;
  return ago < MONTH
    ? formatSpan(ago / 1_000)
    : formatTime(then / 1_000, "day", "UTC");
}
