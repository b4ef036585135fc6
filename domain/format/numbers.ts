import { currentLocale, DEFAULT_LOCALE } from "./locale.ts";

/** A change as text and as a sign. */
interface ChangeWords {
  /** `↑`, `↓` or `→`. */
  readonly sign: string;
  /** `12 % more`, `8 % fewer`, `3.2 times as many`, `as many`. */
  readonly words: string;
}

/** From this factor on, percentages are hard to read. */
const MANY_TIMES = 3;

/** Describes a change from a number that is not zero. */
export function formatChange(now: number, before: number): ChangeWords {
  const times = now / before;
  if (times >= MANY_TIMES) {
    const size = formatNumber(times, times < 10 ? 1 : 0);
    return { sign: "↑", words: `${size} times as many` };
  }
  const percent = Math.round(100 * (times - 1));
  if (percent === 0) return { sign: "→", words: "as many" };
  const size = formatPercent(Math.abs(percent), 100);
  return percent > 0
    ? { sign: "↑", words: `${size} more` }
    : { sign: "↓", words: `${size} fewer` };
}

/** A share in percent, whole by default: `38 %`; a dash if the whole is zero. */
export function formatPercent(
  part: number,
  whole: number,
  digits = 0,
): string {
  if (whole <= 0) return "–";
  const words = formatNumber(part / whole, digits, { style: "percent" });
  return currentLocale() === DEFAULT_LOCALE
    ? words.replace("%", "\u00a0%")
    : words;
}

/** A number with its sign, as short as it can be: `+0.5`, `−1.25`, `0`. */
export function formatSigned(value: number): string {
  return formatNumber(value, 3, {
    minimumFractionDigits: 0,
    signDisplay: "exceptZero",
  });
}

const UNITS = [
  [86_400, "d", "day"],
  [3_600, "h", "hour"],
  [60, "min", "minute"],
  [1, "s", "second"],
] as const;

/** A duration in whole units: `8 s`, `6 min`, `3 h`, `5 d`. */
export function formatSpan(seconds: number): string {
  const [size, name] = UNITS.find(([size]) => seconds >= size) ?? UNITS[3];
  return `${formatCount(Math.max(0, Math.floor(seconds / size)))}\u00a0${name}`;
}

/** A bucket's span as it follows "per": `minute`, `10 minutes`, `30 seconds`. */
export function formatStep(step: number): string {
  const [size, , name] = UNITS.find(([size]) => step % size === 0) ?? UNITS[3];
  const count = step / size;
  return count === 1 ? name : `${formatCount(count)}\u00a0${name}s`;
}

/** A number of things: `20,761`. */
export function formatCount(count: number): string {
  return formatNumber(count);
}

const formats = new Map<string, Intl.NumberFormat>();

/** A number as its viewer writes it, with a minus sign for a minus: `1,234.50`, `−0.29`. */
export function formatNumber(
  value: number,
  digits = 0,
  options?: Intl.NumberFormatOptions,
): string {
  const locale = currentLocale();
  const key = options
    ? [locale, digits, ...Object.values(options)].join()
    : `${locale},${digits}`;
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

/** Formats are slow to make; their number is bounded, since viewers choose the locale. */
const MOST = 100;

/** The value of a key, made if it is missing. */
export function cached<T>(
  known: Map<string, T>,
  key: string,
  make: () => T,
): T {
  let value = known.get(key);
  if (value === undefined) {
    if (known.size >= MOST) known.clear();
    known.set(key, value = make());
  }
  return value;
}
