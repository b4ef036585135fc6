const formats = new Map<string, Intl.NumberFormat>();

/**
 * A number of things: `20,761`.
 *
 * @param locale How the reader writes numbers.
 */
export function formatCount(count: number, locale = "en"): string {
  let format = formats.get(locale);
  if (!format) {
    format = new Intl.NumberFormat(locale);
    formats.set(locale, format);
  }
  return format.format(Math.round(count));
}
