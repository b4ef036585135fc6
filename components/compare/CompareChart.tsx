import type { ReadonlySignal } from "@preact/signals";
import type { VNode } from "preact";
import { ChartFigure } from "../chart/ChartFigure.tsx";
import { LineChart } from "../chart/LineChart.tsx";
import { LineKeys } from "../chart/LineKeys.tsx";
import { PngButton } from "../chart/PngButton.tsx";
import { bucketWords } from "../chart/bucket_words.ts";
import type { ChartView } from "../chart/chart_view.ts";
import type { ChartData } from "../chart/data.ts";
import { pointedIndex } from "../chart/pointed_index.ts";

/** Props of {@linkcode CompareChart}. */
export interface CompareChartProps {
  /** Such as `posts`. */
  id: string;
  title: string;
  data: ReadonlySignal<ChartData>;
  /** What the chart says, in a sentence. */
  summary: string;
  /** Writes a value; a dash where there is none. */
  format: (value: number | null) => string;
  view: Omit<ChartView, "shown">;
}

/** A line for each topic, and their values under the cursor. */
export function CompareChart(props: CompareChartProps): VNode {
  const { id, title, data, summary, format, view } = props;
  const { zone, withDate, cursor } = view;
  const { t, step, lines } = data.value;
  const when = (index: number) =>
    bucketWords(t[index] ?? 0, step, zone, withDate);
  const index = pointedIndex(data.value, cursor.hovered.value);
  return (
    <ChartFigure
      id={id}
      title={title}
      when={when(index)}
      values={<LineKeys lines={lines} index={index} format={format} />}
      tools={<PngButton id={id} title={title} data={data} view={view} />}
    >
      <LineChart
        data={data}
        name={title}
        summary={summary}
        words={(index) => {
          const values = lines.map(({ label, values }) =>
            `${label} ${format(values[index] ?? null)}`
          );
          return [when(index), ...values].join(", ");
        }}
        zone={zone}
        cursor={cursor}
      />
    </ChartFigure>
  );
}
