import { formatNumber } from "./format_number.ts";
import { DEFAULT_LOCALE, locale } from "./locale.ts";

/** A share in whole percent: `38 %`; a dash where there is nothing to take a share of. */
export function formatPercent(part: number, whole: number): string {
  if (whole <= 0) return "–";
  const words = formatNumber(part / whole, 0, { style: "percent" });
  return locale === DEFAULT_LOCALE ? words.replace("%", "\u00a0%") : words;
}
