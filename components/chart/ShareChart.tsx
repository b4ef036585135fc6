import { useComputed } from "@preact/signals";
import type { VNode } from "preact";
import { formatPercent } from "../../domain/format/format_percent.ts";
import { Shares } from "../topic/Shares.tsx";
import { BarChart } from "./BarChart.tsx";
import { ChartFigure } from "./ChartFigure.tsx";
import { chartSummary } from "./chart_summary.ts";
import type { ChartView } from "./chart_view.ts";
import { PngButton } from "./PngButton.tsx";
import { pointedIndex } from "./pointed_index.ts";
import { shareChartData } from "./share_chart_data.ts";
import { whenWords } from "./when_words.ts";

const TITLE = "Share by sentiment";

/** How people feel: shares of positive, neutral and negative posts over time. */
export function ShareChart({ view }: { view: ChartView }): VNode {
  const { shown, zone, cursor } = view;
  const data = useComputed(() => shareChartData(shown.value));
  const { series, outages } = shown.value;
  const countsAt = (index: number) => ({
    posts: series.posts[index] ?? 0,
    positive: series.positive[index] ?? 0,
    neutral: series.neutral[index] ?? 0,
    negative: series.negative[index] ?? 0,
  });
  const index = pointedIndex(data.value, cursor.hovered.value);
  return (
    <ChartFigure
      id="share"
      title={TITLE}
      when={whenWords(series, index, view)}
      values={<Shares totals={countsAt(index)} />}
      tools={<PngButton id="share" title={TITLE} data={data} view={view} />}
    >
      <BarChart
        data={data}
        name={TITLE}
        summary={chartSummary(series, zone, outages).share}
        words={(index) => {
          const { posts, positive, neutral, negative } = countsAt(index);
          return `${whenWords(series, index, view)}, ` +
            `${formatPercent(positive, posts)} positive, ` +
            `${formatPercent(neutral, posts)} neutral, ` +
            `${formatPercent(negative, posts)} negative`;
        }}
        zone={zone}
        cursor={cursor}
      />
    </ChartFigure>
  );
}
