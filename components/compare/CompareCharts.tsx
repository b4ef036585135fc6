import { type ReadonlySignal, useComputed } from "@preact/signals";
import type { VNode } from "preact";
import {
  formatCount,
  formatScore,
  formatStep,
} from "../../domain/format/numbers.ts";
import type { Outage } from "../../domain/series/outages.ts";
import { ChartHint, OutageNotes } from "../chart/ChartNotes.tsx";
import { ChartTable } from "../chart/ChartTable.tsx";
import { outagesWithin } from "../chart/data.ts";
import { LinesChart } from "../chart/TimeChart.tsx";
import type { ChartView } from "../chart/view.ts";
import {
  type Compared,
  type Comparison,
  describeComparison,
  postsComparison,
  type Scale,
  scoreComparison,
} from "./comparison.ts";

/** Props of {@linkcode CompareCharts}. */
interface CompareChartsProps {
  topics: ReadonlySignal<readonly Compared[]>;
  outages: ReadonlySignal<readonly Outage[]>;
  scale: ReadonlySignal<Scale>;
  /** Whether the time ends now. */
  isLive: boolean;
  view: ChartView;
}

/** How much is posted about each topic, and how people feel: two charts on one axis, and their numbers. */
export function CompareCharts(props: CompareChartsProps): VNode {
  const { topics, scale, isLive, view } = props;
  const { zone, withDate } = view;
  const comparison = useComputed((): Comparison => ({
    topics: topics.value,
    scale: scale.value,
    isLastCurrent: isLive,
    outages: outagesWithin(props.outages.value, topics.value[0]!.series),
  }));
  const posts = useComputed(() => postsComparison(comparison.value));
  const scores = useComputed(() => scoreComparison(comparison.value));
  const summaries = describeComparison(comparison.value, zone);
  const per = formatStep(topics.value[0]!.series.step);
  return (
    <section class="charts" aria-label="Over time">
      <LinesChart
        id="posts"
        title={scale.value === "indexed"
          ? `Posts per ${per}, each topic’s mean is 100`
          : `Posts per ${per}`}
        data={posts}
        summary={summaries.posts}
        format={(value) => value === null ? "–" : formatCount(value)}
        view={view}
      />
      <LinesChart
        id="score"
        title="Mean score"
        data={scores}
        summary={summaries.score}
        format={(value) => formatScore(value ?? 0, value === null ? 0 : 1)}
        view={view}
      />
      <OutageNotes
        outages={comparison.value.outages}
        zone={zone}
        withDate={withDate}
      />
      <ChartHint />
      <ChartTable view={view} read={() => tableOf(topics.value)} />
    </section>
  );
}

function tableOf(topics: readonly Compared[]) {
  const { t, step } = topics[0]!.series;
  return {
    t,
    step,
    hasPosts: (i: number) => topics.some(({ series }) => series.posts[i]! > 0),
    columns: [
      ...topics.map(({ slug, series }) => ({
        name: `${slug}, posts`,
        cell: (i: number) => formatCount(series.posts[i]!),
      })),
      ...topics.map(({ slug, series }) => ({
        name: `${slug}, mean`,
        cell: (i: number) => formatScore(series.score[i]!, series.posts[i]!),
      })),
    ],
  };
}
