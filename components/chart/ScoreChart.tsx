import { useComputed } from "@preact/signals";
import type { VNode } from "preact";
import { formatScore } from "../../domain/format/format_score.ts";
import { formatStep } from "../../domain/format/format_step.ts";
import { meanScores } from "../../domain/series/mean_scores.ts";
import type { ChartView } from "./chart_view.ts";
import { LineChart } from "./LineChart.tsx";
import { scoreChartData } from "./score_chart_data.ts";
import { sumColumns } from "./sum_columns.ts";
import { TopicChart } from "./TopicChart.tsx";

const TITLE = "Mean score, 95\u00a0% band";

/** How strongly people feel: the mean score over time, and how sure it is. */
export function ScoreChart({ view }: { view: ChartView }): VNode {
  const { series } = view.shown.value;
  const halves = useComputed(() => meanScores(view.shown.value.series).halves);
  const meanAt = (index: number) =>
    formatScore(series.score[index] ?? 0, series.posts[index] ?? 0);
  const halfAt = (index: number) => {
    const half = halves.value[index] ?? null;
    return half === null ? "" : ` ± ${half.toFixed(2)}`;
  };
  return (
    <TopicChart
      view={view}
      id="score"
      title={TITLE}
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
