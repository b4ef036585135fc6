import type { VNode } from "preact";
import { formatCount } from "../../domain/format/format_count.ts";
import { formatStep } from "../../domain/format/format_step.ts";
import { BarChart } from "./BarChart.tsx";
import { TopicChart } from "./TopicChart.tsx";
import type { ChartView } from "./chart_view.ts";
import type { ChartData } from "./data.ts";
import { isMissing } from "./is_missing.ts";
import { postsChartData } from "./posts_chart_data.ts";
import { sumColumns } from "./sum_columns.ts";

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
