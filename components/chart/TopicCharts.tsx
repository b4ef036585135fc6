import type { VNode } from "preact";
import { ChartHint } from "./ChartHint.tsx";
import { ChartTable } from "./ChartTable.tsx";
import type { ChartView } from "./chart_view.ts";
import { OutageNotes } from "./OutageNotes.tsx";
import { PostsChart } from "./PostsChart.tsx";
import { ScoreChart } from "./ScoreChart.tsx";
import { ShareChart } from "./ShareChart.tsx";
import { SourceChart } from "./SourceChart.tsx";

/** Props of {@linkcode TopicCharts}. */
export interface TopicChartsProps {
  view: ChartView;
  /** Whether other numbers are on their way, or did not come. */
  state: "still" | "loading" | "failed";
  /** What the page shows: path and query. */
  address: string;
}

/** How much, how people feel, and where it comes from, over time: charts on one axis, and their numbers. */
export function TopicCharts({ view, state, address }: TopicChartsProps): VNode {
  const { shown, zone, withDate } = view;
  const { outages, sources } = shown.value;
  return (
    <section
      class="charts"
      aria-label="Over time"
      aria-busy={state === "loading"}
    >
      {state === "failed" && (
        <p class="quiet" role="alert">
          This time could not be loaded. <a href={address}>Try again</a>
        </p>
      )}
      <PostsChart view={view} />
      <ShareChart view={view} />
      <ScoreChart view={view} />
      {sources && <SourceChart view={view} />}
      <OutageNotes outages={outages} zone={zone} withDate={withDate} />
      <ChartHint />
      <ChartTable view={view} />
    </section>
  );
}
