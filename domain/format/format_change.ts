/** A change in words and as a sign. */
export interface ChangeWords {
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
    const size = times < 10 ? times.toFixed(1) : String(Math.round(times));
    return { sign: "↑", words: `${size} times as many` };
  }
  const percent = Math.round(100 * (times - 1));
  if (percent === 0) return { sign: "→", words: "as many" };
  return percent > 0
    ? { sign: "↑", words: `${percent}\u00a0% more` }
    : { sign: "↓", words: `${-percent}\u00a0% fewer` };
}
