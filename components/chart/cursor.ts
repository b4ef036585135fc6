import { batch, type Signal, signal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { TimeRange } from "../../domain/time/range.ts";
import { type ChartBuckets, seriesSpan } from "./data.ts";

/** A cursor for all charts of a page; its handlers must stay the same. */
export function useChartCursor(handlers: ChartCursorHandlers): ChartCursor {
  return useMemo(() => new ChartCursor(handlers), []);
}

/** What a page does with a time range that was chosen on one of its charts. */
interface ChartCursorHandlers {
  /** Shows a range. */
  zoom(range: TimeRange): void;
  /** Shows what was shown before that. */
  back(): void;
}

/** What a cursor moves along; from a bucket that is still filling, keys begin at the one before. */
export interface CursorChart {
  readonly axis: ChartBuckets;
  readonly isLastCurrent: boolean;
}

/** How many buckets a key moves. */
const MOVES: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  PageUp: 10,
  PageDown: -10,
  Home: -Infinity,
  End: Infinity,
};

/** What is pointed at and selected, in all charts of a page at once. */
export class ChartCursor {
  /** Start of the bucket that is pointed at, in seconds since the epoch. */
  readonly hovered: Signal<number | null> = signal(null);
  /** Range that is being selected by keys. */
  readonly marked: Signal<TimeRange | null> = signal(null);
  readonly #handlers: ChartCursorHandlers;
  /** Bucket where selecting by keys began. */
  #anchor: number | null = null;

  constructor(handlers: ChartCursorHandlers) {
    this.#handlers = handlers;
  }

  /** Shows the buckets between two times, as a pointer was dragged from one to the other. */
  zoom({ axis }: CursorChart, start: number, end: number): void {
    this.#clear();
    this.#handlers.zoom(bucketsBetween(axis, start, end));
  }

  /** Points at nothing and selects nothing. */
  leave(): void {
    batch(() => {
      this.hovered.value = null;
      this.#clear();
    });
  }

  /** Shows what was shown before the last zoom. */
  back(): void {
    this.#clear();
    this.#handlers.back();
  }

  /** Does what a key means on a chart; false if it means nothing. */
  press(key: string, isShifted: boolean, chart: CursorChart): boolean {
    const move = MOVES[key];
    if (move !== undefined) this.#move(isShifted ? 10 * move : move, chart);
    else if (key === "Enter" || key === " ") this.#mark(chart);
    else if (key === "+" || key === "=") this.#scale(chart.axis, 0.5);
    else if (key === "-") this.#scale(chart.axis, 2);
    else if (key !== "Escape") return false;
    else if (this.#anchor === null) this.back();
    else this.#clear();
    return true;
  }

  #move(buckets: number, chart: CursorChart): void {
    const { axis } = chart;
    const last = axis.t.length - 1;
    const from = pointedIndex(chart, this.hovered.peek());
    const next = axis.t[Math.min(last, Math.max(0, from + buckets))];
    if (next !== undefined) this.#pointAt(next, axis);
  }

  /** Begins to select, or shows what is selected. */
  #mark(chart: CursorChart): void {
    const marked = this.marked.peek();
    if (marked) {
      this.#clear();
      return this.#handlers.zoom(marked);
    }
    const index = pointedIndex(chart, this.hovered.peek());
    this.#anchor = chart.axis.t[index] ?? null;
    if (this.#anchor !== null) this.#pointAt(this.#anchor, chart.axis);
  }

  #pointAt(t: number, axis: ChartBuckets): void {
    batch(() => {
      this.hovered.value = t;
      if (this.#anchor === null) return;
      this.marked.value = bucketsBetween(axis, this.#anchor, t);
    });
  }

  /** Shows a part of the time around the cursor, or more than all of it. */
  #scale(axis: ChartBuckets, factor: number): void {
    const { from, to } = seriesSpan(axis);
    const index = bucketIndex(axis, this.hovered.peek());
    const middle = index < 0 || factor > 1 ? (from + to) / 2 : axis.t[index]!;
    const half = (to - from) * factor / 2;
    const start = factor > 1
      ? middle - half
      : Math.min(to - 2 * half, Math.max(from, middle - half));
    this.#clear();
    this.#handlers.zoom({
      from: Math.round(start),
      to: Math.round(start + 2 * half),
    });
  }

  #clear(): void {
    this.#anchor = null;
    this.marked.value = null;
  }
}

/** From the start of the bucket that holds the earlier time to the end of the one that holds the later. */
function bucketsBetween(
  { t, step }: ChartBuckets,
  one: number,
  other: number,
): TimeRange {
  const last = t.length - 1;
  const start = (time: number) =>
    t[Math.min(last, Math.max(0, Math.floor((time - t[0]!) / step)))]!;
  return {
    from: start(Math.min(one, other)),
    to: start(Math.max(one, other)) + step,
  };
}

/** The bucket that holds `time`; without one, the newest that is whole. */
export function pointedIndex(
  { axis, isLastCurrent }: CursorChart,
  time: number | null,
): number {
  const index = bucketIndex(axis, time);
  if (index >= 0) return index;
  return Math.max(0, axis.t.length - (isLastCurrent ? 2 : 1));
}

/** Which bucket holds a time, in seconds since the epoch; -1 if none does. */
export function bucketIndex(
  { t, step }: ChartBuckets,
  time: number | null,
): number {
  if (time === null || t.length === 0) return -1;
  const index = Math.floor((time - t[0]!) / step);
  return index >= 0 && index < t.length ? index : -1;
}
