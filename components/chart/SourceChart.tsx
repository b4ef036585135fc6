import type { VNode } from "preact";
import { formatCount } from "../../domain/format/format_count.ts";
import { LineChart } from "./LineChart.tsx";
import { LineKeys } from "./LineKeys.tsx";
import { TopicChart } from "./TopicChart.tsx";
import type { ChartView } from "./chart_view.ts";
import type { ChartLine } from "./data.ts";
import { sourceChartData } from "./source_chart_data.ts";

/** Where posts come from: a line for each source over time. */
export function SourceChart({ view }: { view: ChartView }): VNode {
  return (
    <TopicChart
      view={view}
      id="sources"
      title="Posts by source"
      dataOf={sourceChartData}
      Chart={LineChart}
      values={(index, { lines }) => (
        <LineKeys lines={lines} index={index} format={countWords} />
      )}
      words={(index, { lines }) =>
        lines.map(({ label, values }) =>
          `${label} ${countWords(values[index] ?? null)}`
        ).join(", ")}
      sums={({ lines }) => lines.map(totalOf).join(", ") || "none"}
    />
  );
}

function totalOf({ label, values }: ChartLine): string {
  const total = values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
  return `${label} ${formatCount(total)}`;
}

function countWords(count: number | null): string {
  return count === null ? "–" : formatCount(count);
}
