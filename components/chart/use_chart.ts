import { effect, type ReadonlySignal, useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type uPlot from "uplot";
import { barRects } from "./bar_rects.ts";
import type { ChartData } from "./chart_data.ts";

/** What {@linkcode useChart} gives to its component. */
export interface Chart {
  /** For the element to draw in; its size is the plotting area's. */
  readonly root: RefObject<HTMLDivElement>;
  /** Whether uPlot draws by now. */
  readonly isDrawn: ReadonlySignal<boolean>;
}

/**
 * Draws bars with uPlot, which is loaded after the first paint. The number of
 * layers must stay as it was at first.
 *
 * @param onHover Told the start of the bucket under the pointer, or null.
 */
export function useChart(
  data: ReadonlySignal<ChartData>,
  onHover: (t: number | null) => void,
): Chart {
  const root = useRef<HTMLDivElement>(null);
  const isDrawn = useSignal(false);

  useEffect(() => {
    const stop = new AbortController();
    void draw(root.current!, data, onHover, stop.signal)
      .then(() => isDrawn.value = !stop.signal.aborted);
    return () => stop.abort();
  }, []);

  return { root, isDrawn };
}

async function draw(
  element: HTMLElement,
  data: ReadonlySignal<ChartData>,
  onHover: (t: number | null) => void,
  signal: AbortSignal,
): Promise<void> {
  const { default: UPlot } = await import("uplot");
  if (signal.aborted) return;

  const size = () => ({
    width: element.clientWidth,
    height: element.clientHeight,
  });
  const chart = new UPlot(
    { ...optionsOf(element, data, onHover), ...size() },
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

/** Axes, grid and names stand around the canvas already: uPlot draws bars and follows the pointer. */
function optionsOf(
  element: HTMLElement,
  data: ReadonlySignal<ChartData>,
  onHover: (t: number | null) => void,
): Omit<uPlot.Options, "width" | "height"> {
  return {
    padding: [0, 0, 0, 0],
    legend: { show: false },
    axes: [{ show: false }, { show: false }],
    cursor: {
      x: false,
      y: false,
      points: { show: false },
      drag: { x: false, y: false },
    },
    scales: {
      x: {
        range: () => {
          const { t, step } = data.peek();
          return [t[0] ?? 0, (t.at(-1) ?? 0) + step];
        },
      },
      y: { range: () => [0, data.peek().max] },
    },
    series: [
      {},
      ...data.peek().layers.map(({ tone, current }, index): uPlot.Series => ({
        width: 0,
        alpha: current ? 0.5 : 1,
        points: { show: false },
        fill: () => colorOf(element, `fill-${tone}`),
        paths: (chart) => ({ fill: pathOf(chart, data.peek(), index) }),
      })),
    ],
    hooks: {
      draw: [(chart) => drawBase(chart, colorOf(element, "muted"))],
      setCursor: [(chart) => onHover(bucketUnder(chart, data.peek()))],
    },
  };
}

function columnsOf({ t, layers }: ChartData): uPlot.AlignedData {
  return [t.slice(), ...layers.map((layer) => layer.upper.slice())];
}

function pathOf(chart: uPlot, data: ChartData, index: number): Path2D {
  const path = new Path2D();
  const { left, top, width, height } = chart.bbox;
  for (const [x, y, w, h] of barRects(data, index, { width, height })) {
    path.rect(left + x, top + y, w, h);
  }
  return path;
}

/** The line that bars stand on. */
function drawBase({ ctx, bbox }: uPlot, color: string): void {
  const height = Math.ceil(globalThis.devicePixelRatio);
  // uPlot remembers which color it has set and does not set it again.
  ctx.save();
  ctx.fillStyle = color;
  ctx.fillRect(bbox.left, bbox.top + bbox.height - height, bbox.width, height);
  ctx.restore();
}

function colorOf(element: HTMLElement, token: string): string {
  return getComputedStyle(element).getPropertyValue(`--${token}`);
}

function bucketUnder(chart: uPlot, { t, step }: ChartData): number | null {
  const { left = -1 } = chart.cursor;
  if (left < 0 || t.length === 0) return null;
  const index = Math.floor((chart.posToVal(left, "x") - t[0]!) / step);
  return t[Math.min(index, t.length - 1)] ?? null;
}
