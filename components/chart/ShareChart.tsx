import type { VNode } from "preact";
import { formatPercent } from "../../domain/format/format_percent.ts";
import type { Totals } from "../../domain/live/snapshot.ts";
import { Shares } from "../elements/Shares.tsx";
import { BarChart } from "./BarChart.tsx";
import { TopicChart } from "./TopicChart.tsx";
import type { ChartView } from "./chart_view.ts";
import { shareChartData } from "./charts.ts";
import { sumColumns } from "./sum_columns.ts";

/** How people feel: shares of positive, neutral and negative posts over time. */
export function ShareChart({ view }: { view: ChartView }): VNode {
  const { series } = view.shown.value;
  const countsAt = (index: number) => ({
    posts: series.posts[index] ?? 0,
    positive: series.positive[index] ?? 0,
    neutral: series.neutral[index] ?? 0,
    negative: series.negative[index] ?? 0,
  });
  return (
    <TopicChart
      view={view}
      id="share"
      title="Share by sentiment"
      dataOf={shareChartData}
      Chart={BarChart}
      values={(index) => <Shares totals={countsAt(index)} />}
      words={(index) => shareWords(countsAt(index))}
      about="Share of posts by sentiment"
      sums={() => shareWords(sumColumns(series))}
    />
  );
}

function shareWords(
  { posts, positive, neutral, negative }: Omit<Totals, "score">,
): string {
  return `${formatPercent(positive, posts)} positive, ` +
    `${formatPercent(neutral, posts)} neutral, ` +
    `${formatPercent(negative, posts)} negative`;
}
