import { type ReadonlySignal, useComputed } from "@preact/signals";
import type { VNode } from "preact";
import {
  formatCount,
  formatNumber,
  formatPercent,
  formatScore,
} from "../../domain/format/numbers.ts";
import type { Totals } from "../../domain/live/snapshot.ts";
import { meanScores } from "../../domain/series/statistics.ts";
import { Shares } from "../elements/Shares.tsx";
import { later } from "../elements/later.tsx";
import { ChartNotes } from "./ChartNotes.tsx";
import { bucketWord, sumColumns } from "./data.ts";
import { describeChart, formatKnown } from "./describe.ts";
import { type ChartView, LinesChart, TimeChart } from "./TimeChart.tsx";
import {
  postsChartData,
  scoreChartData,
  shareChartData,
  type Shown,
  sourceChartData,
} from "./topic_data.ts";

const TopicNumbers = await later(async () =>
  (await import("./NumbersTable.tsx")).TopicNumbers
);

/** The charts of one topic. */
export interface TopicView extends ChartView {
  readonly shown: ReadonlySignal<Shown>;
}

/** Props of {@linkcode TopicCharts}. */
interface TopicChartsProps {
  view: TopicView;
  /** Whether other numbers are on their way, or did not come. */
  state: "idle" | "loading" | "failed";
  /** What the page shows: path and query. */
  address: string;
}

/** How much, how people feel, and where it comes from, over time: charts on one axis, and their numbers. */
export function TopicCharts({ view, state, address }: TopicChartsProps): VNode {
  const shown = view.shown.value;
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
      {shown.sources && <SourceChart view={view} />}
      <ChartNotes {...shown}>
        <TopicNumbers shown={shown} />
      </ChartNotes>
    </section>
  );
}

/** How much: bars of posts over time. */
export function PostsChart({ view }: { view: TopicView }): VNode {
  const { series } = view.shown.value;
  const data = useComputed(() => postsChartData(view.shown.value));
  const countAt = (index: number) =>
    data.value.layers.map(({ upper }) => upper[index] ?? null)
      .find((count) => count !== null) ?? null;
  const most = series.posts.reduce((a, b) => Math.max(a, b), 0);
  const title = `Posts per ${bucketWord(series)}`;
  return (
    <TimeChart
      view={view}
      id="posts"
      title={title}
      data={data}
      summary={describeChart(
        title,
        `${formatCount(sumColumns(series).posts)} in total, ` +
          `${formatCount(most)} at most`,
        view.shown.value,
      )}
      values={(index) => {
        const posts = countAt(index);
        return posts === null ? <b>no data</b> : (
          <>
            <b>{formatCount(posts)}</b> posts
          </>
        );
      }}
      describe={(index) => {
        const posts = countAt(index);
        return posts === null ? "no data" : `${formatCount(posts)} posts`;
      }}
    />
  );
}

/** How people feel: shares of positive, neutral and negative posts over time. */
export function ShareChart({ view }: { view: TopicView }): VNode {
  const { series } = view.shown.value;
  const countsAt = (index: number) => ({
    posts: series.posts[index] ?? 0,
    positive: series.positive[index] ?? 0,
    neutral: series.neutral[index] ?? 0,
    negative: series.negative[index] ?? 0,
  });
  return (
    <TimeChart
      view={view}
      id="share"
      title="Share by sentiment"
      data={useComputed(() => shareChartData(view.shown.value))}
      summary={describeChart(
        "Share of posts by sentiment",
        describeShares(sumColumns(series)),
        view.shown.value,
      )}
      values={(index) => <Shares totals={countsAt(index)} />}
      describe={(index) => describeShares(countsAt(index))}
    />
  );
}

function describeShares(
  { posts, positive, neutral, negative }: Omit<Totals, "score">,
): string {
  return `${formatPercent(positive, posts)} positive, ` +
    `${formatPercent(neutral, posts)} neutral, ` +
    `${formatPercent(negative, posts)} negative`;
}

/** How strongly people feel: the mean score over time, and how sure it is. */
export function ScoreChart({ view }: { view: TopicView }): VNode {
  const { series } = view.shown.value;
  const halves = useComputed(() => meanScores(view.shown.value.series).halves);
  const meanAt = (index: number) =>
    formatScore(series.score[index] ?? 0, series.posts[index] ?? 0);
  const halfAt = (index: number) => {
    const half = halves.value[index] ?? null;
    return half === null ? "" : ` ± ${formatNumber(half, 2)}`;
  };
  const { score, posts } = sumColumns(series);
  return (
    <TimeChart
      view={view}
      id="score"
      title={`Mean score, ${formatPercent(95, 100)} band`}
      data={useComputed(() => scoreChartData(view.shown.value))}
      summary={describeChart(
        `Mean score per ${bucketWord(series)}`,
        `${formatScore(score, posts)} over all`,
        view.shown.value,
      )}
      values={(index) => (
        <>
          <b>{meanAt(index)}</b>
          {halfAt(index)}
        </>
      )}
      describe={(index) => meanAt(index) + halfAt(index)}
    />
  );
}

/** Where posts come from: a line for each source over time. */
function SourceChart({ view }: { view: TopicView }): VNode {
  const data = useComputed(() => sourceChartData(view.shown.value));
  const totals = data.value.lines.map(({ label, values }) => {
    const total = values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
    return `${label} ${formatCount(total)}`;
  });
  return (
    <LinesChart
      view={view}
      id="sources"
      title="Posts by source"
      data={data}
      summary={describeChart(
        "Posts by source",
        totals.join(", ") || "none",
        view.shown.value,
      )}
      format={formatKnown}
    />
  );
}
