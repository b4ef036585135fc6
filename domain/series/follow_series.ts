import { addKnown } from "./add_known.ts";
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

/** A bucket that the live window reaches into. */
interface Part {
  readonly index: number;
  /** Whether all of it lies within the window. */
  readonly isWhole: boolean;
  /** Which buckets of the window it is made of, and where they were before. */
  readonly from: { readonly now: number; readonly before: number }[];
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
  const moved = slides ? slideWindow(series, now) : growSeries(series, now);
  const parts = partsOf(moved, before, window);
  const columns = NAMES.map((name) => {
    const column = moved[name].slice();
    for (const { index, isWhole, from } of parts) {
      if (isWhole) column[index] = 0;
      for (const { now, before: then } of from) {
        const known = isWhole ? 0 : before[name][then] ?? 0;
        column[index]! += window[name][now]! - known;
      }
    }
    return [name, column];
  });
  const squares = followSquares(moved, before, window, parts);
  return { ...moved, ...Object.fromEntries(columns), squares };
}

/** The same for squares, which are not known where one of their parts is not. */
function followSquares(
  moved: Series,
  before: Series,
  window: Series,
  parts: readonly Part[],
): (number | null)[] {
  const squares = moved.squares.slice();
  for (const { index, isWhole, from } of parts) {
    let sum = isWhole ? 0 : squares[index] ?? null;
    for (const { now, before: then } of from) {
      sum = addKnown(sum, window.squares[now]);
      const known = isWhole || then < 0 ? 0 : before.squares[then] ?? null;
      sum = known === null ? null : addKnown(sum, -known);
    }
    squares[index] = sum;
  }
  return squares;
}

function partsOf(series: Series, before: Series, window: Series): Part[] {
  const parts: Part[] = [];
  const places = new Map(before.t.map((t, i) => [t, i]));
  const [first = 0] = series.t;
  const [start = 0] = window.t;
  window.t.forEach((t, i) => {
    const index = Math.floor((t - first) / series.step);
    if (index < 0 || index >= series.t.length) return;
    const from = { now: i, before: places.get(t) ?? -1 };
    const last = parts.at(-1);
    if (last?.index === index) last.from.push(from);
    else {
      const isWhole = series.t[index]! >= start;
      parts.push({ index, isWhole, from: [from] });
    }
  });
  return parts;
}
