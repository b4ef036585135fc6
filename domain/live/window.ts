import { addKnown, mapColumns, type Series } from "../series/series.ts";
import { MINUTE, type TimeRange } from "../time/range.ts";
import { WINDOW_SPAN, WINDOW_STEP } from "./snapshot.ts";

/**
 * Writes changed buckets into a live window. Buckets after its end move it;
 * buckets before its start are dropped.
 */
export function mergeWindow(window: Series, changed: Series): Series {
  const moved = slideWindow(window, Math.max(...changed.t));
  const places = new Map(changed.t.map((t, i) => [t, i]));
  return mapColumns(moved, (column, name) =>
    column.map((value, i) => {
      const place = places.get(moved.t[i]!);
      return place === undefined ? value : changed[name][place]!;
    }));
}

const BUCKETS_A_MINUTE = MINUTE / WINDOW_STEP;

/** Posts in the last whole minute of a live window; the current bucket is left out. */
export function rateOf(window: Pick<Series, "posts">): number {
  return window.posts.slice(-1 - BUCKETS_A_MINUTE, -1)
    .reduce((sum, posts) => sum + posts, 0);
}

/** The live window in seconds since the epoch; its last bucket is the current one. */
export function windowRange(nowMs: number): TimeRange {
  const to = (Math.floor(nowMs / 1_000 / WINDOW_STEP) + 1) * WINDOW_STEP;
  return { from: to - WINDOW_SPAN, to };
}

/**
 * A live window by the minute. The first minute is left out unless all of it
 * is in the window; the last one is the current minute, still filling.
 */
export function windowToMinutes(window: Series): Series {
  const first = Math.ceil((window.t[0] ?? 0) / MINUTE) * MINUTE;
  const isReached = window.t.some((t) => t >= first);
  const empty = mapColumns(
    { ...window, step: MINUTE },
    () => isReached ? [0] : [],
    first,
  );
  return followSeries(empty, window, window, { slides: false, until: null });
}

/** How a series moves with time. */
export interface Motion {
  /** Whether its oldest buckets leave as new ones arrive. */
  readonly slides: boolean;
  /** When it stops moving, in seconds since the epoch; null: never. */
  readonly until: number | null;
}

/**
 * Moves a series of longer buckets by the changes of the live window (buckets of
 * a calendar stay where they are): a bucket
 * within the window is summed from it; to one that began earlier, only the
 * difference is added.
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
  const moved = series.per
    ? series
    : slides
    ? slideWindow(series, now)
    : growSeries(series, now);
  const places = new Map(before.t.map((t, i) => [t, i]));
  const [start = 0] = window.t;
  return mapColumns(moved, (old, name) => {
    const column = old.slice();
    window.t.forEach((t, i) => {
      const index = bucketOf(moved, t);
      const begin = moved.t[index];
      if (begin === undefined) return;
      if (begin === t) column[index] = 0;
      const place = begin < start ? places.get(t) : undefined;
      const known = place === undefined ? 0 : before[name][place]!;
      const sum = addKnown(column[index], window[name][i]);
      column[index] = addKnown(sum, known === null ? null : -known);
    });
    return column;
  });
}

/** The index of the bucket that holds a time; another one if none does. */
function bucketOf({ t, step, end }: Series, time: number): number {
  if (end === undefined) return Math.floor((time - t[0]!) / step);
  return time < end ? t.findLastIndex((start) => start <= time) : t.length;
}

/** Buckets that a series may gain at once; after a longer pause it is left alone. */
const MOST_NEW = 10_000;

/**
 * Adds buckets of zeros until the last one holds `now` (seconds since the
 * epoch); none leave. A series that reaches `now` already is returned as it is.
 */
export function growSeries(series: Series, now: number): Series {
  const last = series.t.at(-1);
  if (last === undefined) return series;
  const added = Math.floor((now - last) / series.step);
  if (added < 1 || added > MOST_NEW) return series;
  const zeros = new Array<number>(added).fill(0);
  return mapColumns(series, (column) => [...column, ...zeros]);
}

/**
 * Moves a live window until its last bucket holds `now` (seconds since the
 * epoch): zeros come in at the end, as many of the oldest buckets leave. A
 * window that reaches `now` already is returned as it is.
 */
export function slideWindow(window: Series, now: number): Series {
  const { step, t } = window;
  const last = t.at(-1);
  if (last === undefined) return window;
  const shift = Math.floor((now - last) / step);
  if (shift < 1) return window;
  const zeros = new Array<number>(Math.min(shift, t.length)).fill(0);
  const first = t[0]! + shift * step;
  return mapColumns(
    window,
    (column) => [...column.slice(shift), ...zeros],
    first,
  );
}
