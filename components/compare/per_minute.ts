import { formatCount } from "../../domain/format/format_count.ts";
import { formatNumber } from "../../domain/format/format_number.ts";

/** Posts a minute over a stretch of time, exact enough for small ones: `41`, `4.2`, `0.03`. */
export function perMinute(posts: number, seconds: number): string {
  if (seconds <= 0) return "–";
  const rate = 60 * posts / seconds;
  if (rate === 0 || rate >= 9.95) return formatCount(rate);
  return formatNumber(rate, rate >= 0.095 ? 1 : 2);
}
