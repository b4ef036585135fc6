import { type ReadonlySignal, useComputed } from "@preact/signals";
import type { VNode } from "preact";
import { formatCount } from "../../domain/format/format_count.ts";
import { formatScore } from "../../domain/format/format_score.ts";
import { formatStep } from "../../domain/format/format_step.ts";
import type { Outage } from "../../domain/pipeline/outage.ts";
import type { ChartView } from "../chart/chart_view.ts";
import { ChartHint } from "../chart/ChartHint.tsx";
import { missingStretches } from "../chart/missing_stretches.ts";
import { OutageNotes } from "../chart/OutageNotes.tsx";
import { outagesWithin } from "../chart/outages_within.ts";
import { seriesSpan } from "../chart/series_span.ts";
import { CompareChart } from "./CompareChart.tsx";
import type { Compared, Scale } from "./compared.ts";
import { CompareNumbers } from "./CompareNumbers.tsx";
import { comparisonData } from "./comparison_data.ts";
import { comparisonWords } from "./comparison_words.ts";

/** Props of {@linkcode CompareCharts}. */
export interface CompareChartsProps {
  topics: ReadonlySignal<readonly Compared[]>;
  outages: ReadonlySignal<readonly Outage[]>;
  scale: ReadonlySignal<Scale>;
  /** Whether the time ends now. */
  isLive: boolean;
  view: Omit<ChartView, "shown">;
}

/** How much is posted about each topic, and how people feel: two charts on one axis, and their numbers. */
export function CompareCharts(props: CompareChartsProps): VNode {
  const { topics, scale, isLive, view } = props;
  const { zone, withDate } = view;
  const shown = useComputed(() =>
    outagesWithin(props.outages.value, topics.value[0]!.series)
  );
  const data = useComputed(() =>
    comparisonData({
      topics: topics.value,
      scale: scale.value,
      isLastCurrent: isLive,
      missing: missingStretches(
        shown.value,
        seriesSpan(topics.value[0]!.series),
      ),
    })
  );
  const posts = useComputed(() => data.value.posts);
  const score = useComputed(() => data.value.score);
  const words = comparisonWords(topics.value, zone);
  const per = formatStep(topics.value[0]!.series.step);
  return (
    <section class="charts" aria-label="Over time">
      <CompareChart
        id="posts"
        title={scale.value === "indexed"
          ? `Posts per ${per}, each topic’s mean is 100`
          : `Posts per ${per}`}
        data={posts}
        summary={words.posts}
        format={(value) => value === null ? "–" : formatCount(value)}
        view={view}
      />
      <CompareChart
        id="score"
        title="Mean score"
        data={score}
        summary={words.score}
        format={(value) => formatScore(value ?? 0, value === null ? 0 : 1)}
        view={view}
      />
      <OutageNotes outages={shown.value} zone={zone} withDate={withDate} />
      <ChartHint />
      <CompareNumbers topics={topics.value} zone={zone} withDate={withDate} />
    </section>
  );
}
