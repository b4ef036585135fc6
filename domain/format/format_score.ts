import { formatNumber } from "./format_number.ts";

/** A mean score with its sign: `+0.21`, `−1.40`; a dash where nothing was scored. */
export function formatScore(sum: number, posts: number): string {
  if (posts <= 0) return "–";
  return formatNumber(sum / posts, 2, { signDisplay: "exceptZero" });
}
