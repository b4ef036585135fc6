import { formatNumber } from "../../domain/format/format_number.ts";

/** Events a second: `41 posts/s`, `0.4 posts/s`. */
export function rateWords(rate: number): string {
  const options = { minimumFractionDigits: 0 };
  return `${formatNumber(rate, rate < 10 ? 1 : 0, options)}\u00a0posts/s`;
}
