import {
  batch,
  type ReadonlySignal,
  type Signal,
  signal,
} from "@preact/signals";
import { useMemo, useRef } from "preact/hooks";
import type { Zone } from "../../domain/format/times.ts";
import type { Outage } from "../../domain/series/outages.ts";
import type { Series, SourceSeries } from "../../domain/series/series.ts";
import { seriesSpan, type Stretch } from "./data.ts";

/** A cursor for all charts of a page; its handlers must stay the same. */
export function useChartCursor(handlers: ChartCursorHandlers): ChartCursor {
  return useMemo(() => new ChartCursor(handlers), []);
}

type Handler = (event: PointerEvent) => void;

/** For the element that covers a chart's plotting area; what they do with a finger needs `touch-action: pan-y`. */
interface PointerHandlers {
  onPointerDown: Handler;
  onPointerMove: Handler;
  onPointerUp: Handler;
  onPointerCancel: Handler;
  onPointerLeave: Handler;
  onDblClick: () => void;
}

/** Pixels that a pointer moves before it drags. */
const LEAST_DRAG = 4;

/** Tells a cursor what a mouse, a pen or a finger is on, and what it is dragged over. */
export function usePointer(
  axis: ReadonlySignal<CursorAxis>,
  cursor: ChartCursor,
): PointerHandlers {
  const grabbed = useRef<{ x: number; time: number } | null>(null);

  function follow(event: PointerEvent): void {
    const time = timeAt(event, axis.peek());
    cursor.point(axis.peek(), time);
    const start = grabbed.current;
    if (!start) return;
    const isDragged = Math.abs(event.clientX - start.x) >= LEAST_DRAG;
    if (isDragged || cursor.marked.peek()) {
      cursor.drag(axis.peek(), start.time, time);
    }
  }

  return {
    onPointerDown(event) {
      if (event.button !== 0) return;
      follow(event);
      grabbed.current = {
        x: event.clientX,
        time: timeAt(event, axis.peek()),
      };
      elementOf(event).setPointerCapture(event.pointerId);
    },
    onPointerMove: follow,
    onPointerUp() {
      if (grabbed.current) cursor.choose();
      grabbed.current = null;
    },
    onPointerCancel() { // a finger that scrolls the page after all
      grabbed.current = null;
      cursor.leave();
    },
    onPointerLeave(event) { // a finger leaves the values where they are, to be read
      if (event.pointerType === "mouse" && !grabbed.current) cursor.leave();
    },
    onDblClick: () => cursor.back(),
  };
}

/** In seconds since the epoch. */
function timeAt(event: PointerEvent, axis: CursorAxis): number {
  const { left, width } = elementOf(event).getBoundingClientRect();
  const { from, to } = seriesSpan(axis);
  return from + (to - from) * (event.clientX - left) / width;
}

function elementOf(event: PointerEvent): HTMLElement {
  return event.currentTarget as HTMLElement;
}

/** What the charts of a topic show at a moment. */
export interface Shown extends ChartInput {
  /** When nothing could be read, within the series. */
  readonly outages: readonly Outage[];
  /** Null if it is not known, or there is only one source. */
  readonly sources: SourceSeries | null;
}

/** What the charts of a topic have in common. */
export interface ChartView {
  /** Slug, by which pictures of a chart are named. */
  readonly topic: string;
  readonly shown: ReadonlySignal<Shown>;
  readonly zone: Zone;
  /** Whether times need a date to be understood. */
  readonly withDate: boolean;
  readonly cursor: ChartCursor;
  /** What is running, in words: named by pictures of a chart. */
  readonly source: string;
}

/** What a topic's charts are made from. */
export interface ChartInput {
  readonly series: Series;
  /** Whether the last bucket is still filling. */
  readonly isLastCurrent: boolean;
  /** When nothing could be read. @default never */
  readonly outages?: readonly Outage[];
}

/** The part of a chart's data that a cursor moves along. */
interface CursorAxis {
  readonly t: readonly number[];
  readonly step: number;
  /** Whether the last bucket is still filling: keys begin at the one before. */
  readonly isLastCurrent: boolean;
}

/** What a page does with a time that was chosen on one of its charts. */
interface ChartCursorHandlers {
  /** Shows a time, in seconds since the epoch. */
  zoom(stretch: Stretch): void;
  /** Shows what was shown before that. */
  back(): void;
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

/** What is pointed at and chosen, in all charts of a page at once. */
export class ChartCursor {
  /** Time under the pointer, in seconds since the epoch. */
  readonly hovered: Signal<number | null> = signal(null);
  /** Time that is being chosen. */
  readonly marked: Signal<Stretch | null> = signal(null);
  readonly #handlers: ChartCursorHandlers;
  /** Bucket where choosing by keys began. */
  #anchor: number | null = null;

  constructor(handlers: ChartCursorHandlers) {
    this.#handlers = handlers;
  }

  /** Points at the bucket that holds a time; at nothing if none does. */
  point(axis: CursorAxis, time: number): void {
    this.hovered.value = axis.t[bucketIndex(axis, time)] ?? null;
  }

  /** Marks the buckets between two times, as a pointer is dragged from one to the other. */
  drag(axis: CursorAxis, start: number, end: number): void {
    this.#anchor = null;
    this.marked.value = bucketsBetween(axis, start, end);
  }

  /** Points at nothing and marks nothing. */
  leave(): void {
    batch(() => {
      this.hovered.value = null;
      this.#drop();
    });
  }

  /** Shows what is marked. */
  choose(): void {
    const stretch = this.marked.peek();
    this.#drop();
    if (stretch) this.#handlers.zoom(stretch);
  }

  /** Shows what was shown before the last zoom. */
  back(): void {
    this.#drop();
    this.#handlers.back();
  }

  /** Does what a key says on a chart; false if it says nothing. */
  press(key: string, isShifted: boolean, axis: CursorAxis): boolean {
    const move = MOVES[key];
    if (move !== undefined) this.#move(isShifted ? 10 * move : move, axis);
    else if (key === "Enter" || key === " ") this.#mark(axis);
    else if (key === "+" || key === "=") this.#scale(axis, 0.5);
    else if (key === "-") this.#scale(axis, 2);
    else if (key !== "Escape") return false;
    else if (this.#anchor === null) this.back();
    else this.#drop();
    return true;
  }

  #move(buckets: number, axis: CursorAxis): void {
    const last = axis.t.length - 1;
    const from = pointedIndex(axis, this.hovered.peek());
    const next = axis.t[Math.min(last, Math.max(0, from + buckets))];
    if (next === undefined) return;
    batch(() => {
      this.hovered.value = next;
      if (this.#anchor !== null) this.#stretchTo(next, axis);
    });
  }

  #mark(axis: CursorAxis): void {
    if (this.#anchor !== null) return this.choose();
    const index = pointedIndex(axis, this.hovered.peek());
    this.#anchor = axis.t[index] ?? null;
    if (this.#anchor === null) return;
    batch(() => {
      this.hovered.value = this.#anchor;
      this.#stretchTo(this.#anchor!, axis);
    });
  }

  #stretchTo(t: number, axis: CursorAxis): void {
    this.marked.value = bucketsBetween(axis, this.#anchor ?? t, t);
  }

  /** Shows a part of the time around the cursor, or more than all of it. */
  #scale(axis: CursorAxis, factor: number): void {
    const { from, to } = seriesSpan(axis);
    const index = bucketIndex(axis, this.hovered.peek());
    const middle = index < 0 || factor > 1 ? (from + to) / 2 : axis.t[index]!;
    const half = (to - from) * factor / 2;
    const start = factor > 1
      ? middle - half
      : Math.min(to - 2 * half, Math.max(from, middle - half));
    this.#drop();
    this.#handlers.zoom({
      from: Math.round(start),
      to: Math.round(start + 2 * half),
    });
  }

  #drop(): void {
    this.#anchor = null;
    this.marked.value = null;
  }
}

/** From the start of the bucket that holds the earlier time to the end of the one that holds the later. */
function bucketsBetween(axis: CursorAxis, one: number, other: number): Stretch {
  const { t, step } = axis;
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
  data: {
    readonly t: readonly number[];
    readonly step: number;
    readonly isLastCurrent: boolean;
  },
  time: number | null,
): number {
  const index = bucketIndex(data, time);
  if (index >= 0) return index;
  return Math.max(0, data.t.length - (data.isLastCurrent ? 2 : 1));
}

/** Which bucket holds a time, in seconds since the epoch; -1 if none does. */
export function bucketIndex(
  { t, step }: { readonly t: readonly number[]; readonly step: number },
  time: number | null,
): number {
  if (time === null || t.length === 0) return -1;
  const index = Math.floor((time - t[0]!) / step);
  return index >= 0 && index < t.length ? index : -1;
}
