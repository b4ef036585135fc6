import { effect, type ReadonlySignal, useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type uPlot from "uplot";
import type { ChartData } from "./data.ts";
import { colorReader } from "./plot.ts";

/** What {@linkcode useChart} gives to its component. */
export interface Chart {
  /** For the element to draw in; its size is the plotting area's. */
  readonly root: RefObject<HTMLDivElement>;
  /** Whether uPlot draws by now. */
  readonly isDrawn: ReadonlySignal<boolean>;
}

/** Draws bars and lines with uPlot, which is loaded after the first paint. */
export function useChart(data: ReadonlySignal<ChartData>): Chart {
  const root = useRef<HTMLDivElement>(null);
  const isDrawn = useSignal(false);

  useEffect(() => {
    const stop = new AbortController();
    void draw(root.current!, data, stop.signal)
      .then(() => isDrawn.value = !stop.signal.aborted);
    return () => stop.abort();
  }, []);

  return { root, isDrawn };
}

async function draw(
  element: HTMLElement,
  data: ReadonlySignal<ChartData>,
  signal: AbortSignal,
): Promise<void> {
  const { openPlot, plotColumns, plotKey } = await import("./plot.ts");
  if (signal.aborted) return;

  let read = colorReader(element);
  const colorOf = (name: string) => read(name);
  const size = () => ({
    width: element.clientWidth,
    height: element.clientHeight,
  });
  let plot: uPlot | undefined;
  let key: string;
  const disposeEffect = effect(() => {
    const next = plotKey(data.value);
    if (plot && next === key) return plot.setData(plotColumns(data.value));
    key = next;
    plot?.destroy();
    plot = openPlot(element, () => data.peek(), { colorOf, ...size() });
  });
  const observer = new ResizeObserver(() => plot?.setSize(size()));
  observer.observe(element);
  const scheme = matchMedia("(prefers-color-scheme: dark)");
  scheme.addEventListener("change", () => {
    read = colorReader(element);
    plot?.redraw(false);
  }, { signal });

  signal.addEventListener("abort", () => {
    observer.disconnect();
    disposeEffect();
    plot?.destroy();
  }, { once: true });
}
