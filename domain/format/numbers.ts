import { formatNumber } from "./format_number.ts";
import { formatPercent } from "./format_percent.ts";

/** A change in words and as a sign. */
interface ChangeWords {
  /** `↑`, `↓` or `→`. */
  readonly sign: string;
  /** `12 % more`, `8 % fewer`, `3.2 times as many`, `as many`. */
  readonly words: string;
}

/** From so many times as many on, percents are hard to read. */
const MANY_TIMES = 3;

/** How a number compares with one before it, which is not zero. */
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
