import { useComputed } from "@preact/signals";
import type { ComponentChildren, VNode } from "preact";
import {
  formatCount,
  formatNumber,
  formatPercent,
  formatScore,
  formatStep,
} from "../../domain/format/numbers.ts";
import type { Totals } from "../../domain/live/snapshot.ts";
import { meanScores } from "../../domain/series/statistics.ts";
import { Shares } from "../elements/Shares.tsx";
import {
  ChartFigure,
  LineKeys,
  OutageNotes,
  PngButton,
} from "./ChartFrame.tsx";
import { ChartTable } from "./ChartTable.tsx";
import { BarChart, ChartHint, LineChart, type PlotProps } from "./Plot.tsx";
import {
  postsChartData,
  scoreChartData,
  shareChartData,
  sourceChartData,
} from "./charts.ts";
import { type ChartView, pointedIndex, type Shown } from "./cursor.ts";
import {
  type ChartData,
  type ChartLine,
  isMissing,
  sumColumns,
} from "./data.ts";
import { chartSummary, whenWords } from "./words.ts";

/** Props of {@linkcode TopicCharts}. */
interface TopicChartsProps {
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

/** How much: bars of posts over time. */
export function PostsChart({ view }: { view: ChartView }): VNode {
  const { series } = view.shown.value;
  const counted = (index: number, { missing }: ChartData) => {
    const bucket = { t: series.t[index] ?? 0, posts: series.posts[index] ?? 0 };
    return isMissing(bucket, series.step, missing) ? null : bucket.posts;
  };
  return (
    <TopicChart
      view={view}
      id="posts"
      title={`Posts per ${formatStep(series.step)}`}
      dataOf={postsChartData}
      Chart={BarChart}
      values={(index, data) => {
        const posts = counted(index, data);
        return posts === null ? <b>no data</b> : (
          <>
            <b>{formatCount(posts)}</b> posts
          </>
        );
      }}
      words={(index, data) => {
        const posts = counted(index, data);
        return posts === null ? "no data" : `${formatCount(posts)} posts`;
      }}
      sums={() => {
        const most = series.posts.reduce((a, b) => Math.max(a, b), 0);
        return `${formatCount(sumColumns(series).posts)} in all, ` +
          `${formatCount(most)} at most`;
      }}
    />
  );
}

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

/** Where posts come from: a line for each source over time. */
function SourceChart({ view }: { view: ChartView }): VNode {
  return (
    <TopicChart
      view={view}
      id="sources"
      title="Posts by source"
      dataOf={sourceChartData}
      Chart={LineChart}
      values={(index, { lines }) => (
        <LineKeys lines={lines} index={index} format={countWords} />
      )}
      words={(index, { lines }) =>
        lines.map(({ label, values }) =>
          `${label} ${countWords(values[index] ?? null)}`
        ).join(", ")}
      sums={({ lines }) => lines.map(totalOf).join(", ") || "none"}
    />
  );
}

function totalOf({ label, values }: ChartLine): string {
  const total = values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
  return `${label} ${formatCount(total)}`;
}

function countWords(count: number | null): string {
  return count === null ? "–" : formatCount(count);
}

/** Props of {@linkcode TopicChart}: what is special about one chart. */
interface TopicChartProps {
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
function TopicChart(props: TopicChartProps): VNode {
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
