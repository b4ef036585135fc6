import { type ReadonlySignal, useComputed } from "@preact/signals";
import type { VNode } from "preact";
import { formatCount, formatPercent } from "../../domain/format/numbers.ts";
import type { Totals } from "../../domain/live/snapshot.ts";
import { Info } from "../elements/Info.tsx";
import { Shares } from "../elements/Shares.tsx";
import { later } from "../elements/later.tsx";
import { ChartNotes } from "./ChartNotes.tsx";
import { bucketWord, sumColumns } from "./data.ts";
import { describeChart, formatKnown } from "./describe.ts";
import { type ChartView, LinesChart, TimeChart } from "./TimeChart.tsx";
import { describeMoodAt, moodLine, moodText } from "./mood.ts";
import {
  moodChartData,
  postsChartData,
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
      <MoodChart view={view} />
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

/** The mood over time, and how sure its changes are. */
export function MoodChart({ view }: { view: TopicView }): VNode {
  const { series } = view.shown.value;
  const line = useComputed(() => moodLine(view.shown.value.series));
  const { figure, words } = moodText(series);
  const by = line.value.isWordList ? " by the word list" : "";
  return (
    <TimeChart
      view={view}
      id="score"
      info={<Info about="the band" />}
      title={`Mood${by}, −100 to +100, ${formatPercent(95, 100)} band`}
      data={useComputed(() => moodChartData(view.shown.value))}
      summary={describeChart(
        `Mood, −100 to +100, per ${bucketWord(series)}`,
        `${[figure, words].filter(Boolean).join(", ")} over all`,
        view.shown.value,
      )}
      values={(index) => <b>{describeMoodAt(line.value, index)}</b>}
      describe={(index) => describeMoodAt(line.value, index)}
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
