import { effect, type ReadonlySignal, useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type uPlot from "uplot";
import type { ChartCursor } from "./chart_cursor.ts";
import type { ChartData } from "./chart_data.ts";
import { drawChart } from "./draw_chart.ts";
import { seriesSpan } from "./series_span.ts";

/** What {@linkcode useChart} gives to its component. */
export interface Chart {
  /** For the element to draw in; its size is the plotting area's. */
  readonly root: RefObject<HTMLDivElement>;
  /** Whether uPlot draws by now. */
  readonly isDrawn: ReadonlySignal<boolean>;
}

/** Pixels that a pointer moves before it drags. */
const LEAST_DRAG = 4;

/** Draws bars and lines with uPlot, which is loaded after the first paint, and follows the pointer. */
export function useChart(
  data: ReadonlySignal<ChartData>,
  cursor: ChartCursor,
): Chart {
  const root = useRef<HTMLDivElement>(null);
  const isDrawn = useSignal(false);

  useEffect(() => {
    const stop = new AbortController();
    void draw(root.current!, data, cursor, stop.signal)
      .then(() => isDrawn.value = !stop.signal.aborted);
    return () => stop.abort();
  }, []);

  return { root, isDrawn };
}

async function draw(
  element: HTMLElement,
  data: ReadonlySignal<ChartData>,
  cursor: ChartCursor,
  signal: AbortSignal,
): Promise<void> {
  const { default: UPlot } = await import("uplot");
  if (signal.aborted) return;

  const size = () => ({
    width: element.clientWidth,
    height: element.clientHeight,
  });
  const chart = new UPlot(
    { ...optionsOf(element, data, cursor), ...size() },
    columnsOf(data.peek()),
    element,
  );
  const disposeEffect = effect(() => chart.setData(columnsOf(data.value)));
  const observer = new ResizeObserver(() => chart.setSize(size()));
  observer.observe(element);
  const scheme = matchMedia("(prefers-color-scheme: dark)");
  scheme.addEventListener("change", () => chart.redraw(false), { signal });

  signal.addEventListener("abort", () => {
    observer.disconnect();
    disposeEffect();
    chart.destroy();
  }, { once: true });
}

/** Axes, grid and names stand around the canvas already; bars and lines are drawn as they are everywhere. */
function optionsOf(
  element: HTMLElement,
  data: ReadonlySignal<ChartData>,
  cursor: ChartCursor,
): Omit<uPlot.Options, "width" | "height"> {
  const colors = getComputedStyle(element);
  const colorOf = (name: string) => colors.getPropertyValue(`--${name}`);
  return {
    padding: [0, 0, 0, 0],
    legend: { show: false },
    axes: [{ show: false }, { show: false }],
    cursor: {
      x: false,
      y: false,
      points: { show: false },
      drag: { x: true, y: false, setScale: false, dist: LEAST_DRAG },
      bind: { dblclick: () => goBack(cursor) },
    },
    scales: {
      x: {
        range: () => {
          const { from, to } = seriesSpan(data.peek());
          return [from, to];
        },
      },
    },
    series: [{}, { points: { show: false }, paths: () => null }],
    hooks: {
      draw: [({ ctx, bbox }) => {
        const ratio = globalThis.devicePixelRatio;
        drawChart(ctx, data.peek(), bbox, { colorOf, ratio });
      }],
      setCursor: [(chart) => follow(chart, data.peek(), cursor)],
      setSelect: [(chart) => {
        if (chart.select.width < LEAST_DRAG) return;
        follow(chart, data.peek(), cursor);
        chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        cursor.choose();
      }],
    },
  };
}

function columnsOf({ t }: ChartData): uPlot.AlignedData {
  return [t.slice(), t.map(() => null)];
}

function goBack(cursor: ChartCursor): () => null {
  return () => {
    cursor.back();
    return null;
  };
}

/** Tells what the pointer is on, and what it has been dragged over. */
function follow(chart: uPlot, data: ChartData, cursor: ChartCursor): void {
  const { left = -1 } = chart.cursor;
  const { left: start, width } = chart.select;
  const timeAt = (x: number) => chart.posToVal(x, "x");
  cursor.hovered.value = left < 0 ? null : timeAt(left);
  if (width < LEAST_DRAG) return;
  cursor.drag(data, timeAt(start), timeAt(start + width - 1));
}
