import type { VNode } from "preact";
import { LinesSvg } from "./LinesSvg.tsx";
import { Plot, type PlotProps } from "./Plot.tsx";

/** Lines over time; what they are made of comes from `lineChartData()`. */
export function LineChart(props: PlotProps): VNode {
  return (
    <Plot {...props}>
      <LinesSvg data={props.data.value} />
    </Plot>
  );
}
