import type { VNode } from "preact";
import { BarsSvg } from "./BarsSvg.tsx";
import { Plot, type PlotProps } from "./Plot.tsx";

/** Bars over time. */
export function BarChart(props: PlotProps): VNode {
  return (
    <Plot {...props}>
      <BarsSvg data={props.data.value} />
    </Plot>
  );
}
