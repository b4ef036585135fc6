/** Draws charts with uPlot; loaded after a page's first paint. @module */
import { effect, type ReadonlySignal } from "@preact/signals";
import UPlot from "uplot";
import { bucketIndex, type ChartCursor } from "./cursor.ts";
import type { TimeRange } from "../../domain/time/range.ts";
import { type ChartData, cssColor, placeOf } from "./data.ts";
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
  data: ReadonlySignal<ChartData>,
  cursor: ChartCursor,
  signal: AbortSignal,
): void {
  const shown = { data: data.peek(), style: styleOf(element) };
  let plot: UPlot | undefined;

  function open(): UPlot {
    plot?.destroy();
    const options = plotOptions(shown);
    options.cursor = cursorOptions(shown, cursor);
    Object.assign(options.hooks!, {
      setCursor: [(plot: UPlot) => follow(plot, shown, cursor)],
      ready: [(plot: UPlot) => pointAt(plot, shown, cursor)],
    });
    const opened = new UPlot(options, plotColumns(shown.data), element);
    if (matchMedia("(any-pointer: coarse)").matches) {
      void import("./input.ts").then(({ forwardTouch }) =>
        forwardTouch(opened.over, clearSelections)
      );
    }
    return opened;
  }

  const stops = [
    effect(() => {
      const isSame = plotKey(data.value) === plotKey(shown.data);
      shown.data = data.value;
      if (plot && isSame) update(plot, shown, cursor);
      else plot = open();
    }),
    effect(() => {
      if (cursor.hovered.value !== undefined) pointAt(plot!, shown, cursor);
    }),
    effect(() => select(plot!, shown, cursor.marked.value)),
  ];
  const observer = new ResizeObserver(() => {
    shown.style = styleOf(element);
    plot!.setSize(shown.style);
  });
  observer.observe(element);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    shown.style = styleOf(element);
    plot!.redraw(false);
  }, { signal });
  signal.addEventListener("abort", () => {
    observer.disconnect();
    for (const stop of stops) stop();
    plot!.destroy();
  }, { once: true });
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
    times: innerWidth > NARROW ? "many" : "few",
  };
}

/** Reads colors as they are now where an element stands: of the style sheet, or written out. */
function colorReader(element: HTMLElement): PlotStyle["colorOf"] {
  const colors = new Map<string, string>();
  return (name, opacity = 1) => {
    const key = `${name} ${opacity}`;
    const known = colors.get(key);
    if (known !== undefined) return known;
    // The value of a custom property itself may still depend on the scheme.
    element.style.color = `color-mix(in srgb, ${cssColor(name)} ${
      100 * opacity
    }%, transparent)`;
    element.style.setProperty("forced-color-adjust", "none");
    const { color } = getComputedStyle(element);
    element.style.removeProperty("color");
    element.style.removeProperty("forced-color-adjust");
    colors.set(key, color);
    return color;
  };
}

/** Charts of a page share the cursor, and what is dragged over. */
const SYNC = UPlot.sync("charts");
const NOTHING = { left: 0, width: 0, top: 0, height: 0 };

/** A click may be the first half of a double click for so long. */
const DOUBLE_MS = 300;

function cursorOptions(shown: Plotted, cursor: ChartCursor): UPlot.Cursor {
  let opening: ReturnType<typeof setTimeout> | undefined;

  /** Shows the bucket that was clicked, unless nobody posted in it. */
  function open({ cursor: { idx }, data: [, ...columns] }: UPlot): void {
    clearTimeout(opening);
    if (idx == null || !columns.some((column) => column[idx])) return;
    const { data } = shown;
    const time = data.axis.t[idx]!;
    opening = setTimeout(() => cursor.zoom(data, time, time), DOUBLE_MS);
  }

  return {
    y: false,
    points: { show: false },
    drag: { x: true, y: false, setScale: false, dist: 4 },
    sync: { key: SYNC.key, scales: ["x", null] },
    move: (plot, left, top) => [snap(plot, left, shown), top],
    bind: {
      mouseup: (plot, _target, handle) => (event) => {
        handle!(event);
        const { left, width } = plot.select;
        if (width === 0) {
          // Not after a tap, which shows the values.
          if (event.isTrusted) open(plot);
          return null;
        }
        clearSelections();
        const { t } = shown.data.axis;
        const at = (x: number) =>
          t[
            Math.max(
              0,
              Math.min(t.length - 1, Math.floor(plot.posToVal(x, "x"))),
            )
          ]!;
        cursor.zoom(shown.data, at(left), at(left + width));
        return null;
      },
      dblclick: () => () => {
        clearTimeout(opening);
        cursor.back();
        return null;
      },
    },
  };
}

/** Moves the cursor to the middle of a bucket, unless a range is being dragged over. */
function snap(plot: UPlot, left: number, { data }: Plotted): number {
  const { t } = data.axis;
  if (left < 0 || plot.cursor.event?.buttons) return left;
  const unit = plot.over.clientWidth / t.length;
  return (Math.min(t.length - 1, Math.floor(left / unit)) + 0.5) * unit;
}

function clearSelections(): void {
  for (const plot of SYNC.plots) plot.setSelect(NOTHING, false);
}

/** Shows the rest of the page what the mouse points at on this plot. */
function follow(plot: UPlot, { data }: Plotted, cursor: ChartCursor): void {
  const { idx, event } = plot.cursor;
  if (event) {
    cursor.hovered.value = idx == null ? null : data.axis.t[idx] ?? null;
  }
}

/** Shows other values; the cursor stays on its bucket, which may have moved. */
function update(plot: UPlot, shown: Plotted, cursor: ChartCursor): void {
  const hovered = cursor.hovered.peek();
  plot.batch(() => {
    plot.setData(plotColumns(shown.data));
    plot.redraw(false, true); // the zone may be another one
  });
  cursor.hovered.value = hovered;
  pointAt(plot, shown, cursor);
}

function pointAt(plot: UPlot, { data }: Plotted, cursor: ChartCursor): void {
  if (plot.cursor.event?.buttons) return;
  const index = bucketIndex(data.axis, cursor.hovered.peek());
  const unit = plot.over.clientWidth / data.axis.t.length;
  const left = index < 0 ? -10 : (index + 0.5) * unit;
  if (Math.abs(left - plot.cursor.left!) < 1) return;
  plot.setCursor({ left, top: Math.min(0, left) }, false);
}

function select(
  plot: UPlot,
  { data }: Plotted,
  range: TimeRange | null,
): void {
  if (!range) return plot.setSelect(NOTHING, false);
  const { clientWidth, clientHeight } = plot.over;
  const at = (t: number) =>
    Math.min(
      clientWidth,
      Math.max(0, plot.valToPos(placeOf(data.axis, t), "x")),
    );
  const [left, right] = [at(range.from), at(range.to)];
  plot.setSelect(
    { left, width: right - left, top: 0, height: clientHeight },
    false,
  );
}
