/** Keys and fingers on charts; loaded when a key is pressed, or where there may be fingers. @module */
import { batch } from "@preact/signals";
import {
  bucketIndex,
  bucketsBetween,
  type ChartCursor,
  type CursorChart,
  pointedIndex,
} from "./cursor.ts";
import { type ChartBuckets, seriesSpan } from "./data.ts";

/** How many buckets a key moves. */
const MOVES: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  PageUp: 10,
  PageDown: -10,
  Home: -Infinity,
  End: Infinity,
};

/** Does what a key means on a chart. */
export function press(
  cursor: ChartCursor,
  key: string,
  isShifted: boolean,
  chart: CursorChart,
): void {
  const move = MOVES[key];
  if (move !== undefined) {
    movePoint(cursor, isShifted ? 10 * move : move, chart);
  } else if (key === "Enter" || key === " ") mark(cursor, chart);
  else if (key === "+" || key === "=") scale(cursor, chart.axis, 0.5);
  else if (key === "-") scale(cursor, chart.axis, 2);
  else if (key !== "Escape") return;
  else if (cursor.anchor === null) cursor.back();
  else cursor.clear();
}

function movePoint(cursor: ChartCursor, buckets: number, chart: CursorChart) {
  const { axis } = chart;
  const last = axis.t.length - 1;
  const from = pointedIndex(chart, cursor.hovered.peek());
  const next = axis.t[Math.min(last, Math.max(0, from + buckets))];
  if (next !== undefined) pointAt(cursor, next, axis);
}

/** Begins to select, or shows what is selected. */
function mark(cursor: ChartCursor, chart: CursorChart): void {
  const marked = cursor.marked.peek();
  if (marked) return cursor.show(marked);
  const index = pointedIndex(chart, cursor.hovered.peek());
  cursor.anchor = chart.axis.t[index] ?? null;
  if (cursor.anchor !== null) pointAt(cursor, cursor.anchor, chart.axis);
}

function pointAt(cursor: ChartCursor, t: number, axis: ChartBuckets): void {
  batch(() => {
    cursor.hovered.value = t;
    if (cursor.anchor === null) return;
    cursor.marked.value = bucketsBetween(axis, cursor.anchor, t);
  });
}

/** Shows a part of the time around the cursor, or more than all of it. */
function scale(cursor: ChartCursor, axis: ChartBuckets, factor: number): void {
  const { from, to } = seriesSpan(axis);
  const index = bucketIndex(axis, cursor.hovered.peek());
  const middle = index < 0 || factor > 1 ? (from + to) / 2 : axis.t[index]!;
  const half = (to - from) * factor / 2;
  const start = factor > 1
    ? middle - half
    : Math.min(to - 2 * half, Math.max(from, middle - half));
  cursor.show({ from: Math.round(start), to: Math.round(start + 2 * half) });
}

/** What a finger does, as the mouse events that uPlot knows. */
const TOUCH: Readonly<Record<string, readonly string[]>> = {
  pointerdown: ["mousemove", "mousedown"],
  pointermove: ["mousemove"],
  pointerup: ["mouseup"],
  // It scrolls the page after all.
  pointercancel: ["mouseup", "mouseleave"],
};

/**
 * Fingers drag like a mouse; afterwards the cursor stays, so that its values can be read.
 *
 * @param over The part of a plot that uPlot listens to.
 * @param cancel Called when a drag turns out to scroll the page.
 */
export function forwardTouch(over: HTMLElement, cancel: () => void): void {
  for (const [type, names] of Object.entries(TOUCH)) {
    over.addEventListener(type, (event) => {
      const { pointerType, clientX, clientY } = event as PointerEvent;
      if (pointerType === "mouse") return;
      if (type === "pointercancel") cancel();
      for (const name of names) {
        over.dispatchEvent(
          new MouseEvent(name, {
            clientX,
            clientY,
            buttons: name === "mousedown" || type === "pointermove" ? 1 : 0,
            movementX: 1, // uPlot ignores moves that are none
            bubbles: name === "mouseup",
          }),
        );
      }
    });
  }
}
