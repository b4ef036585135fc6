/** Events a second: `41 posts/s`, `0.4 posts/s`. */
export function rateWords(rate: number, locale: string): string {
  const format = new Intl.NumberFormat(locale, {
    maximumFractionDigits: rate < 10 ? 1 : 0,
  });
  return `${format.format(rate)}\u00a0posts/s`;
}
