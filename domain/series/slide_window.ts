import type { Series } from "./series.ts";

/**
 * Moves a live window on until its last bucket holds `now` (seconds since the
 * epoch): zeros come in at the end, as many of the oldest buckets leave. A
 * window that reaches `now` already is returned as it is.
 */
export function slideWindow(window: Series, now: number): Series {
  const { topic, step, t } = window;
  const last = t.at(-1);
  if (last === undefined) return window;
  const shift = Math.floor((now - last) / step);
  if (shift < 1) return window;

  const kept = Math.max(0, t.length - shift);
  const end = last + shift * step;
  const zeros = new Array<number>(t.length - kept).fill(0);
  const move = <T>(column: readonly T[]): (T | number)[] => [
    ...column.slice(column.length - kept),
    ...zeros,
  ];
  return {
    topic,
    step,
    t: t.map((_, i) => end - (t.length - 1 - i) * step),
    posts: move(window.posts),
    positive: move(window.positive),
    negative: move(window.negative),
    neutral: move(window.neutral),
    score: move(window.score),
    squares: move(window.squares),
  };
}
