import type { ReadonlySignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { ChartCursor, CursorAxis } from "./cursor.ts";
import { seriesSpan } from "./series_span.ts";

type Handler = (event: PointerEvent) => void;

/** For the element that covers a chart's plotting area; what they do with a finger needs `touch-action: pan-y`. */
export interface PointerHandlers {
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
