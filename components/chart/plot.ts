/** Draws charts with uPlot; loaded after a page's first paint. @module */
import { effect, type ReadonlySignal } from "@preact/signals";
import UPlot from "uplot";
import { cssColor } from "./axes.ts";
import { bucketIndex, type ChartCursor } from "./cursor.ts";
import type { TimeRange } from "../../domain/time/range.ts";
import type { ChartData } from "./data.ts";
import {
  plotColumns,
  plotKey,
  plotOptions,
  type PlotStyle,
  type Plotted,
} from "./drawing.ts";

/** Draws a chart within an element that covers its plotting area, until `signal` aborts. */
export function openPlot(
  element: HTMLElement,
  shown: ReadonlySignal<Plotted>,
  cursor: ChartCursor,
  signal: AbortSignal,
): void {
  const read = () => shown.peek();
  let style = styleOf(element);
  let plot: UPlot | undefined;
  let key: string;

  function open(): UPlot {
    plot?.destroy();
    const options = plotOptions(read, () => style);
    options.cursor = cursorOptions(read, cursor);
    Object.assign(options.hooks!, {
      setCursor: [(plot: UPlot) => follow(plot, read().data, cursor)],
      ready: [(plot: UPlot) => pointAt(plot, read().data, cursor)],
    });
    const opened = new UPlot(options, plotColumns(read().data), element);
    forwardTouch(opened);
    return opened;
  }

  const stops = [
    effect(() => {
      const { data } = shown.value;
      const next = plotKey(data);
      if (plot && next === key) update(plot, data, cursor);
      else plot = open();
      key = next;
    }),
    effect(() => {
      if (cursor.hovered.value !== undefined) {
        pointAt(plot!, read().data, cursor);
      }
    }),
    effect(() => select(plot!, cursor.marked.value)),
  ];
  const observer = new ResizeObserver(() => {
    style = styleOf(element);
    plot!.setSize(style);
  });
  observer.observe(element);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    style = styleOf(element);
    plot!.redraw(false);
  }, { signal });
  signal.addEventListener("abort", () => {
    observer.disconnect();
    for (const stop of stops) stop();
    plot!.destroy();
  }, { once: true });
}

/** Draws a chart once, on a canvas that is in no page. */
export async function drawPlot(
  plotted: Plotted,
  style: PlotStyle,
): Promise<HTMLCanvasElement> {
  const plot = new UPlot(
    plotOptions(() => plotted, () => style),
    plotColumns(plotted.data),
    document.createElement("div"),
  );
  await Promise.resolve(); // uPlot draws in a microtask
  const { canvas } = plot.ctx;
  plot.destroy();
  return canvas;
}

/** Charts on pages narrower than this many pixels have fewer ticks, as in the style sheet. */
const NARROW = 480;
/** Pixels that the last label of the time axis needs. */
const END_LABEL = 12;

/** How a plot fits around an element, whose margins are for axes and names. */
function styleOf(element: HTMLElement): PlotStyle {
  const style = getComputedStyle(element.parentElement!);
  const margin = {
    top: parseFloat(style.marginTop),
    right: Math.max(END_LABEL, parseFloat(style.marginRight)),
    bottom: parseFloat(style.marginBottom),
    left: parseFloat(style.marginLeft),
  };
  return {
    width: element.clientWidth + margin.left + margin.right,
    height: element.clientHeight + margin.top + margin.bottom,
    margin,
    font: style.fontFamily,
    colorOf: colorReader(element),
    maxTicks: innerWidth > NARROW ? 6 : 5,
  };
}

/** Reads colors as they are now where an element stands: of the style sheet, or written out. */
export function colorReader(element: HTMLElement): PlotStyle["colorOf"] {
  const colors = new Map<string, string>();
  return (name, opacity = 1) => {
    const key = `${name} ${opacity}`;
    const known = colors.get(key);
    if (known !== undefined) return known;
    // The value of a custom property itself may still depend on the scheme.
    element.style.color = `color-mix(in srgb, ${cssColor(name)} ${
      100 * opacity
    }%, transparent)`;
    const { color } = getComputedStyle(element);
    element.style.removeProperty("color");
    colors.set(key, color);
    return color;
  };
}

/** Charts of a page share the cursor, and what is dragged over. */
const SYNC = UPlot.sync("charts");
const NOTHING = { left: 0, width: 0, top: 0, height: 0 };

function cursorOptions(
  read: () => Plotted,
  cursor: ChartCursor,
): UPlot.Cursor {
  return {
    y: false,
    points: { show: false },
    drag: { x: true, y: false, setScale: false, dist: 4 },
    sync: { key: SYNC.key, scales: ["x", null] },
    move: (plot, left, top) => [snap(plot, left, read().data), top],
    bind: {
      mouseup: (plot, _target, handle) => (event) => {
        handle!(event);
        const { left, width } = plot.select;
        if (width === 0) return null;
        clearSelections();
        const at = (x: number) => plot.posToVal(x, "x");
        cursor.zoom(read().data, at(left), at(left + width));
        return null;
      },
      dblclick: () => () => {
        cursor.back();
        return null;
      },
    },
  };
}

/** Moves the cursor to the middle of a bucket, unless a range is being dragged over. */
function snap(plot: UPlot, left: number, { t }: ChartData): number {
  if (left < 0 || plot.cursor.event?.buttons) return left;
  const unit = plot.over.clientWidth / t.length;
  return (Math.min(t.length - 1, Math.floor(left / unit)) + 0.5) * unit;
}

function clearSelections(): void {
  for (const plot of SYNC.plots) plot.setSelect(NOTHING, false);
}

/** Tells the rest of the page what the mouse points at on this plot. */
function follow(plot: UPlot, { t }: ChartData, cursor: ChartCursor): void {
  const { idx, event } = plot.cursor;
  if (event) cursor.hovered.value = idx == null ? null : t[idx] ?? null;
}

/** Shows other values; the cursor stays on its bucket, which may have moved. */
function update(plot: UPlot, data: ChartData, cursor: ChartCursor): void {
  const hovered = cursor.hovered.peek();
  plot.batch(() => {
    plot.setData(plotColumns(data));
    plot.redraw(false, true); // the zone may be another one
  });
  cursor.hovered.value = hovered;
  pointAt(plot, data, cursor);
}

function pointAt(plot: UPlot, data: ChartData, cursor: ChartCursor): void {
  if (plot.cursor.event?.buttons) return;
  const index = bucketIndex(data, cursor.hovered.peek());
  const unit = plot.over.clientWidth / data.t.length;
  const left = index < 0 ? -10 : (index + 0.5) * unit;
  if (Math.abs(left - plot.cursor.left!) < 1) return;
  plot.setCursor({ left, top: Math.min(0, left) }, false);
}

function select(plot: UPlot, range: TimeRange | null): void {
  if (!range) return plot.setSelect(NOTHING, false);
  const { clientWidth, clientHeight } = plot.over;
  const at = (t: number) =>
    Math.min(clientWidth, Math.max(0, plot.valToPos(t, "x")));
  const [left, right] = [at(range.from), at(range.to)];
  plot.setSelect(
    { left, width: right - left, top: 0, height: clientHeight },
    false,
  );
}

/** What a finger does, as the mouse events that uPlot knows. */
const TOUCH: Readonly<Record<string, readonly string[]>> = {
  pointerdown: ["mousemove", "mousedown"],
  pointermove: ["mousemove"],
  pointerup: ["mouseup"],
  // It scrolls the page after all.
  pointercancel: ["mouseup", "mouseleave"],
};

/** Fingers drag like a mouse; afterwards the cursor stays, so that its values can be read. */
function forwardTouch({ over }: UPlot): void {
  for (const [type, names] of Object.entries(TOUCH)) {
    over.addEventListener(type, (event) => {
      const { pointerType, clientX, clientY } = event as PointerEvent;
      if (pointerType === "mouse") return;
      if (type === "pointercancel") clearSelections();
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
