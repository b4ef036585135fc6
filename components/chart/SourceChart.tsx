import { useComputed } from "@preact/signals";
import type { VNode } from "preact";
import { formatCount } from "../../domain/format/format_count.ts";
import { ChartFigure } from "./ChartFigure.tsx";
import { chartSummary } from "./chart_summary.ts";
import type { ChartView } from "./chart_view.ts";
import { LineChart } from "./LineChart.tsx";
import { LineKeys } from "./LineKeys.tsx";
import { PngButton } from "./PngButton.tsx";
import { pointedIndex } from "./pointed_index.ts";
import { sourceChartData } from "./source_chart_data.ts";
import { whenWords } from "./when_words.ts";

const TITLE = "Posts by source";

/** Where posts come from: a line for each source over time. */
export function SourceChart({ view }: { view: ChartView }): VNode {
  const { shown, zone, cursor } = view;
  const data = useComputed(() => sourceChartData(shown.value));
  const { lines } = data.value;
  const index = pointedIndex(data.value, cursor.hovered.value);
  return (
    <ChartFigure
      id="sources"
      title={TITLE}
      when={whenWords(data.value, index, view)}
      values={<LineKeys lines={lines} index={index} format={countWords} />}
      tools={<PngButton id="sources" title={TITLE} data={data} view={view} />}
    >
      <LineChart
        data={data}
        name={TITLE}
        summary={chartSummary(shown.value.series, zone, shown.value.outages)
          .sources(lines)}
        words={(index) =>
          [
            whenWords(data.value, index, view),
            ...lines.map(({ label, values }) =>
              `${label} ${countWords(values[index] ?? null)}`
            ),
          ].join(", ")}
        zone={zone}
        cursor={cursor}
      />
    </ChartFigure>
  );
}

function countWords(count: number | null): string {
  return count === null ? "–" : formatCount(count);
}
