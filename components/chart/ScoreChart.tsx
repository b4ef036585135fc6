import { useComputed } from "@preact/signals";
import type { VNode } from "preact";
import { formatNumber } from "../../domain/format/format_number.ts";
import { formatPercent } from "../../domain/format/format_percent.ts";
import { formatScore } from "../../domain/format/format_score.ts";
import { formatStep } from "../../domain/format/format_step.ts";
import { meanScores } from "../../domain/series/statistics.ts";
import { LineChart } from "./LineChart.tsx";
import { TopicChart } from "./TopicChart.tsx";
import type { ChartView } from "./chart_view.ts";
import { scoreChartData } from "./score_chart_data.ts";
import { sumColumns } from "./sum_columns.ts";

/** How strongly people feel: the mean score over time, and how sure it is. */
export function ScoreChart({ view }: { view: ChartView }): VNode {
  const { series } = view.shown.value;
  const halves = useComputed(() => meanScores(view.shown.value.series).halves);
  const meanAt = (index: number) =>
    formatScore(series.score[index] ?? 0, series.posts[index] ?? 0);
  const halfAt = (index: number) => {
    const half = halves.value[index] ?? null;
    return half === null ? "" : ` ± ${formatNumber(half, 2)}`;
  };
  return (
    <TopicChart
      view={view}
      id="score"
      title={`Mean score, ${formatPercent(95, 100)} band`}
      dataOf={scoreChartData}
      Chart={LineChart}
      values={(index) => (
        <>
          <b>{meanAt(index)}</b>
          {halfAt(index)}
        </>
      )}
      words={(index) => meanAt(index) + halfAt(index)}
      about={`Mean score per ${formatStep(series.step)}`}
      sums={() => {
        const { score, posts } = sumColumns(series);
        return `${formatScore(score, posts)} over all`;
      }}
    />
  );
}
