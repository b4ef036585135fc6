import { computed, type ReadonlySignal, useSignal } from "@preact/signals";
import type { RefObject, VNode } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef } from "preact/hooks";
import type { Zone } from "../../domain/format/times.ts";
import { useScript } from "../live/hooks.ts";
import { type ChartCursor, pointedIndex } from "./cursor.ts";
import type { ChartData } from "./data.ts";
import type { Plotted } from "./drawing.ts";

/** Only the server draws pictures: browsers keep its own, and need not load what draws them. */
const ChartPicture = globalThis.document
  ? null
  : (await import("./ChartPicture.tsx")).ChartPicture;

/** Id of the text that says what keys do, once a page. */
export const KEYS_ID = "chart-keys";

/** Props of {@linkcode Plot}. */
export interface PlotProps {
  /** Of the figure around it. */
  id: string;
  data: ReadonlySignal<ChartData>;
  /** What the chart is called. */
  name: string;
  /** What the chart says, in a sentence. */
  summary: string;
  /** Describes a bucket, such as `14:05, 12 posts`. */
  describe: (index: number) => string;
  zone: Zone;
  /** The charts of a page share it. */
  cursor: ChartCursor;
}

/** A chart: a picture from the server until uPlot draws it in the same place. */
export function Plot(props: PlotProps): VNode {
  const { id, data, name, summary, describe, zone, cursor } = props;
  const root = useRef<HTMLDivElement>(null);
  const frame = usePicture(id);
  usePlot(root, frame, props);
  const hasKeys = useScript();
  const index = pointedIndex(data.value, cursor.hovered.value);
  return (
    <div class="plot">
      <svg class="frame" role="img" aria-label={summary} ref={frame}>
        {ChartPicture && <ChartPicture data={data.value} zone={zone} />}
      </svg>
      <div
        class="canvas"
        ref={root}
        {...(hasKeys.value && {
          role: "slider",
          tabIndex: 0,
          "aria-label": `${name}: moment`,
          "aria-describedby": KEYS_ID,
          "aria-valuemin": 0,
          "aria-valuemax": Math.max(0, data.value.t.length - 1),
          "aria-valuenow": index,
          "aria-valuetext": describe(index),
          onKeyDown: (event: KeyboardEvent) => {
            if (event.ctrlKey || event.metaKey || event.altKey) return;
            if (!cursor.press(event.key, event.shiftKey, data.peek())) return;
            event.preventDefault();
          },
          onBlur: () => cursor.leave(),
        })}
      />
    </div>
  );
}

/** Keeps the picture that the server drew in a chart's frame, although the browser renders none. */
function usePicture(id: string): RefObject<SVGSVGElement> {
  const frame = useRef<SVGSVGElement>(null);
  const picture = useMemo(
    () => globalThis.document?.querySelectorAll(`#chart-${id} .frame > *`),
    [],
  );
  useLayoutEffect(() => frame.current!.append(...picture!), []);
  return frame;
}

/** Draws a chart with uPlot, which is loaded after the first paint. */
function usePlot(
  root: RefObject<HTMLElement>,
  frame: RefObject<SVGSVGElement>,
  { data, zone, cursor }: PlotProps,
): void {
  const shownZone = useSignal(zone);
  useEffect(() => {
    shownZone.value = zone;
  }, [zone]);
  useEffect(() => {
    const stop = new AbortController();
    const shown = computed((): Plotted => ({
      data: data.value,
      zone: shownZone.value,
    }));
    void draw(root.current!, shown, cursor, stop.signal)
      // Without uPlot the picture would soon show what no longer is.
      .finally(() => frame.current?.replaceChildren());
    return () => stop.abort();
  }, []);
}

async function draw(
  element: HTMLElement,
  shown: ReadonlySignal<Plotted>,
  cursor: ChartCursor,
  signal: AbortSignal,
): Promise<void> {
  const { openPlot } = await import("./plot.ts");
  if (!signal.aborted) openPlot(element, shown, cursor, signal);
}
