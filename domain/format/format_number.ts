import { cached } from "./cached.ts";
import { locale } from "./locale.ts";

const formats = new Map<string, Intl.NumberFormat>();

/** A number as its viewer writes it, with a minus sign for a minus: `1,234.50`, `−0.29`. */
export function formatNumber(
  value: number,
  digits = 0,
  options: Intl.NumberFormatOptions = {},
): string {
  const key = [locale, digits, ...Object.values(options)].join();
  return cached(
    formats,
    key,
    () =>
      new Intl.NumberFormat(locale, {
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
        ...options,
      }),
  ).format(value).replace("-", "−");
}
