import { useComputed } from "@preact/signals";
import type { VNode } from "preact";
import { formatScore } from "../../domain/format/format_score.ts";
import { meanScores } from "../../domain/series/mean_scores.ts";
import { ChartFigure } from "./ChartFigure.tsx";
import { chartSummary } from "./chart_summary.ts";
import type { ChartView } from "./chart_view.ts";
import { LineChart } from "./LineChart.tsx";
import { PngButton } from "./PngButton.tsx";
import { pointedIndex } from "./pointed_index.ts";
import { scoreChartData } from "./score_chart_data.ts";
import { whenWords } from "./when_words.ts";

const TITLE = "Mean score, 95\u00a0% band";

/** How strongly people feel: the mean score over time, and how sure it is. */
export function ScoreChart({ view }: { view: ChartView }): VNode {
  const { shown, zone, cursor } = view;
  const data = useComputed(() => scoreChartData(shown.value));
  const halves = useComputed(() => meanScores(shown.value.series).halves);
  const { series, outages } = shown.value;
  const words = (index: number) => {
    const mean = formatScore(
      series.score[index] ?? 0,
      series.posts[index] ?? 0,
    );
    const half = halves.value[index] ?? null;
    return { mean, half: half === null ? "" : ` ± ${half.toFixed(2)}` };
  };
  const index = pointedIndex(data.value, cursor.hovered.value);
  const { mean, half } = words(index);
  return (
    <ChartFigure
      id="score"
      title={TITLE}
      when={whenWords(series, index, view)}
      values={
        <>
          <b>{mean}</b>
          {half}
        </>
      }
      tools={<PngButton id="score" title={TITLE} data={data} view={view} />}
    >
      <LineChart
        data={data}
        name={TITLE}
        summary={chartSummary(series, zone, outages).score}
        words={(index) => {
          const { mean, half } = words(index);
          return `${whenWords(series, index, view)}, ${mean}${half}`;
        }}
        zone={zone}
        cursor={cursor}
      />
    </ChartFigure>
  );
}
