import { batch, type Signal, signal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { TimeRange } from "../../domain/time/range.ts";
import { type ChartBuckets, placeOf, seriesSpan } from "./data.ts";

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

/** Keys that do something on a chart. */
export const KEYS =
  /^(Arrow(Left|Right)|Page(Up|Down)|Home|End|Enter|Escape|[ +=-])$/;

/** What is pointed at and selected, in all charts of a page at once. */
export class ChartCursor {
  /** Start of the bucket that is pointed at, in seconds since the epoch. */
  readonly hovered: Signal<number | null> = signal(null);
  /** Range that is being selected by keys. */
  readonly marked: Signal<TimeRange | null> = signal(null);
  /** Bucket where selecting by keys began. */
  anchor: number | null = null;
  readonly #handlers: ChartCursorHandlers;

  constructor(handlers: ChartCursorHandlers) {
    this.#handlers = handlers;
  }

  /** Shows the buckets between two times, as a pointer was dragged from one to the other. */
  zoom({ axis }: CursorChart, start: number, end: number): void {
    this.show(bucketsBetween(axis, start, end));
  }

  /** Shows a range. */
  show(range: TimeRange): void {
    this.clear();
    this.#handlers.zoom(range);
  }

  /** Points at nothing and selects nothing. */
  leave(): void {
    batch(() => {
      this.hovered.value = null;
      this.clear();
    });
  }

  /** Shows what was shown before the last zoom. */
  back(): void {
    this.clear();
    this.#handlers.back();
  }

  /** Selects nothing. */
  clear(): void {
    this.anchor = null;
    this.marked.value = null;
  }
}

/** From the start of the bucket that holds the earlier time to the end of the one that holds the later. */
export function bucketsBetween(
  axis: ChartBuckets,
  one: number,
  other: number,
): TimeRange {
  const last = axis.t.length - 1;
  const indexOf = (time: number) =>
    Math.min(last, Math.max(0, Math.floor(placeOf(axis, time))));
  return {
    from: axis.t[indexOf(Math.min(one, other))]!,
    to: axis.t[indexOf(Math.max(one, other)) + 1] ?? seriesSpan(axis).to,
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
  axis: ChartBuckets,
  time: number | null,
): number {
  const { t } = axis;
  if (time === null || t.length === 0) return -1;
  const index = Math.floor(placeOf(axis, time));
  return index >= 0 && index < t.length ? index : -1;
}
