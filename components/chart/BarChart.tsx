import type { ReadonlySignal, Signal } from "@preact/signals";
import type { VNode } from "preact";
import type { Zone } from "../../domain/format/format_time.ts";
import { BarsSvg } from "./BarsSvg.tsx";
import type { ChartData } from "./chart_data.ts";
import { ChartFrame } from "./ChartFrame.tsx";
import { useChart } from "./use_chart.ts";

/** Props of {@linkcode BarChart}. */
export interface BarChartProps {
  data: ReadonlySignal<ChartData>;
  /** What the chart says, in a sentence. */
  summary: string;
  zone: Zone;
  /** Bucket under the pointer, in seconds since the epoch; the charts of a page share it. */
  hovered: Signal<number | null>;
}

/** Bars over time: SVG from the server, uPlot as soon as it is there, both within the same frame. */
export function BarChart(
  { data, summary, zone, hovered }: BarChartProps,
): VNode {
  const { root, isDrawn } = useChart(data, (t) => hovered.value = t);
  return (
    <div class="plot">
      <ChartFrame
        data={data.value}
        summary={summary}
        zone={zone}
        hovered={hovered.value}
      >
        {!isDrawn.value && <BarsSvg data={data.value} />}
      </ChartFrame>
      <div class="canvas" ref={root} />
    </div>
  );
}
