import { growSeries } from "./grow_series.ts";
import type { Series } from "./series.ts";
import { slideWindow } from "./slide_window.ts";

/** How a series goes on with time. */
export interface Motion {
  /** Whether its oldest buckets leave as new ones come. */
  readonly slides: boolean;
  /** When it stops, in seconds since the epoch; null: never. */
  readonly until: number | null;
}

const NAMES = ["posts", "positive", "negative", "neutral", "score"] as const;

/**
 * Moves a series of longer buckets on by what happened to the live window:
 * a bucket that lies within the window is what the window says; to one that
 * began before it, what is new is added.
 *
 * @param before The window when `series` was what it is.
 */
export function followSeries(
  series: Series,
  before: Series,
  window: Series,
  { slides, until }: Motion,
): Series {
  const end = window.t.at(-1);
  if (end === undefined) return series;
  const now = until === null ? end : Math.min(end, until - 1);
  const moved: Series = slides
    ? slideWindow(series, now)
    : growSeries(series, now);
  const parts = partsOf(moved, window, now);
  const known = new Map(before.t.map((t, i) => [t, i]));

  function follow<T extends number | null>(
    column: readonly T[],
    live: readonly T[],
    past: readonly T[],
    add: (sum: T, value: T, sign: 1 | -1) => T,
  ): T[] {
    const next = column.slice();
    for (const { index, isWhole, from, to } of parts) {
      let sum = isWhole ? 0 as T : next[index]!;
      for (let i = from; i < to; i++) {
        sum = add(sum, live[i]!, 1);
        const then = isWhole ? undefined : known.get(window.t[i]!);
        if (then !== undefined) sum = add(sum, past[then]!, -1);
      }
      next[index] = sum;
    }
    return next;
  }

  const columns = NAMES.map((name) => [
    name,
    follow(moved[name], window[name], before[name], addKnown),
  ]);
  return {
    ...moved,
    ...Object.fromEntries(columns),
    squares: follow<number | null>(
      moved.squares,
      window.squares,
      before.squares,
      addSquares,
    ),
  };
}

function addKnown(sum: number, value: number, sign: 1 | -1): number {
  return sum + sign * value;
}

function addSquares(
  sum: number | null,
  value: number | null,
  sign: 1 | -1,
): number | null {
  return sum === null || value === null ? null : sum + sign * value;
}

/** Which buckets the window reaches into, and with which of its own. */
function partsOf(series: Series, window: Series, now: number) {
  const parts: { index: number; isWhole: boolean; from: number; to: number }[] =
    [];
  const [first = 0] = series.t;
  const [start = 0] = window.t;
  window.t.forEach((t, i) => {
    const index = Math.floor((t - first) / series.step);
    if (index < 0 || index >= series.t.length || t > now) return;
    const last = parts.at(-1);
    if (last?.index === index) last.to = i + 1;
    else {
      const isWhole = series.t[index]! >= start;
      parts.push({ index, isWhole, from: i, to: i + 1 });
    }
  });
  return parts;
}
