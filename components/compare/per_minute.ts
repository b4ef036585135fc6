import { formatCount } from "../../domain/format/format_count.ts";

/** Posts a minute over a stretch of time, exact enough for small ones: `41`, `4.2`, `0.03`. */
export function perMinute(posts: number, seconds: number): string {
  if (seconds <= 0) return "–";
  const rate = 60 * posts / seconds;
  if (rate === 0 || rate >= 9.95) return formatCount(rate);
  return rate >= 0.095 ? rate.toFixed(1) : rate.toFixed(2);
}
