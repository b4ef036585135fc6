import { useComputed } from "@preact/signals";
import type { ComponentChildren, VNode } from "preact";
import { ChartFigure } from "./ChartFigure.tsx";
import type { PlotProps } from "./Plot.tsx";
import { PngButton } from "./PngButton.tsx";
import type { ChartView, Shown } from "./chart_view.ts";
import type { ChartData } from "./data.ts";
import { pointedIndex } from "./pointed_index.ts";
import { whenWords } from "./when_words.ts";
import { chartSummary } from "./words.ts";

/** Props of {@linkcode TopicChart}: what is special about one chart. */
export interface TopicChartProps {
  view: ChartView;
  /** Such as `posts`. */
  id: string;
  title: string;
  dataOf: (shown: Shown) => ChartData;
  /** Bars, or lines. */
  Chart: (props: PlotProps) => VNode;
  /** What a bucket holds, for the title line. */
  values: (index: number, data: ChartData) => ComponentChildren;
  /** The same in words. */
  words: (index: number, data: ChartData) => string;
  /** What the chart shows, as its summary begins. @default {title} */
  about?: string;
  /** What all buckets come to, as the summary ends. */
  sums: (data: ChartData) => string;
}

/** A chart of a topic over time, with its title line. */
export function TopicChart(props: TopicChartProps): VNode {
  const { view, id, title, dataOf, Chart, values, words, sums } = props;
  const { shown, zone, cursor } = view;
  const data = useComputed(() => dataOf(shown.value));
  const index = pointedIndex(data.value, cursor.hovered.value);
  const when = (index: number) => whenWords(data.value, index, view);
  const about = props.about ?? title;
  return (
    <ChartFigure
      id={id}
      title={title}
      when={when(index)}
      values={values(index, data.value)}
      tools={<PngButton id={id} title={title} data={data} view={view} />}
    >
      <Chart
        data={data}
        name={title}
        summary={chartSummary(about, sums(data.value), shown.value, zone)}
        words={(index) => `${when(index)}, ${words(index, data.value)}`}
        zone={zone}
        cursor={cursor}
      />
    </ChartFigure>
  );
}
