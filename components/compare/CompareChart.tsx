import type { ReadonlySignal } from "@preact/signals";
import type { VNode } from "preact";
import type { Zone } from "../../domain/format/format_time.ts";
import { bucketWords } from "../chart/bucket_words.ts";
import type { ChartCursor } from "../chart/chart_cursor.ts";
import type { ChartData } from "../chart/chart_data.ts";
import { ChartFigure } from "../chart/ChartFigure.tsx";
import { LineChart } from "../chart/LineChart.tsx";
import { LineKeys } from "../chart/LineKeys.tsx";
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
  zone: Zone;
  /** Whether times need a date to be understood. */
  withDate: boolean;
  cursor: ChartCursor;
}

/** A line for each topic, and their values under the cursor. */
export function CompareChart(props: CompareChartProps): VNode {
  const { id, title, data, summary, format, zone, withDate, cursor } = props;
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
