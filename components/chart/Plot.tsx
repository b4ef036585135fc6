import type { ReadonlySignal } from "@preact/signals";
import type { ComponentChildren, VNode } from "preact";
import type { Zone } from "../../domain/format/times.ts";
import { useScript } from "../live/use_script.ts";
import { ChartFrame } from "./ChartFrame.tsx";
import { CursorSvg } from "./CursorSvg.tsx";
import { bucketIndex } from "./bucket_index.ts";
import type { ChartCursor } from "./cursor.ts";
import type { ChartData } from "./data.ts";
import { pointedIndex } from "./pointed_index.ts";
import { useChart } from "./use_chart.ts";
import { usePointer } from "./use_pointer.ts";

/** Props of {@linkcode Plot}, and of the charts that are made of it. */
export interface PlotProps {
  data: ReadonlySignal<ChartData>;
  /** What the chart is called. */
  name: string;
  /** What the chart says, in a sentence. */
  summary: string;
  /** What a bucket says, such as `14:05, 12 posts`. */
  words: (index: number) => string;
  zone: Zone;
  /** The charts of a page share it. */
  cursor: ChartCursor;
}

/** Props of {@linkcode Plot} and what it shows until uPlot is there. */
export interface PlotWithStillProps extends PlotProps {
  children: ComponentChildren;
}

/** Id of the text that says what keys do, once a page. */
export const KEYS_ID = "chart-keys";

/** A chart: SVG from the server, uPlot as soon as it is there, both within the same frame. */
export function Plot(props: PlotWithStillProps): VNode {
  const { data, name, summary, words, zone, cursor, children } = props;
  const { root, isDrawn } = useChart(data);
  const pointer = usePointer(data, cursor);
  const hasKeys = useScript();

  const { t } = data.value;
  const pointed = bucketIndex(data.value, cursor.hovered.value);
  const index = pointedIndex(data.value, cursor.hovered.value);
  return (
    <div class="plot">
      <ChartFrame
        data={data.value}
        summary={summary}
        zone={zone}
        hovered={pointed < 0 ? null : t[pointed]!}
      >
        {!isDrawn.value && children}
      </ChartFrame>
      <div
        class="canvas"
        ref={root}
        {...pointer}
        {...(hasKeys.value && {
          role: "slider",
          tabIndex: 0,
          "aria-label": `${name}: moment`,
          "aria-describedby": KEYS_ID,
          "aria-valuemin": 0,
          "aria-valuemax": Math.max(0, t.length - 1),
          "aria-valuenow": index,
          "aria-valuetext": words(index),
          onKeyDown: (event: KeyboardEvent) => {
            if (event.ctrlKey || event.metaKey || event.altKey) return;
            if (!cursor.press(event.key, event.shiftKey, data.peek())) return;
            event.preventDefault();
          },
          onBlur: () => cursor.leave(),
        })}
      />
      <CursorSvg
        data={data.value}
        hovered={pointed < 0 ? null : t[pointed]!}
        marked={cursor.marked.value}
      />
    </div>
  );
}
