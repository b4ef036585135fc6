import { useComputed } from "@preact/signals";
import type { VNode } from "preact";
import { formatCount } from "../../domain/format/format_count.ts";
import { formatStep } from "../../domain/format/format_step.ts";
import { BarChart } from "./BarChart.tsx";
import { ChartFigure } from "./ChartFigure.tsx";
import { chartSummary } from "./chart_summary.ts";
import type { ChartView } from "./chart_view.ts";
import { isMissing } from "./is_missing.ts";
import { PngButton } from "./PngButton.tsx";
import { pointedIndex } from "./pointed_index.ts";
import { postsChartData } from "./posts_chart_data.ts";
import { whenWords } from "./when_words.ts";

/** How much: bars of posts over time. */
export function PostsChart({ view }: { view: ChartView }): VNode {
  const { shown, zone, cursor } = view;
  const data = useComputed(() => postsChartData(shown.value));
  const { series, outages } = shown.value;
  const title = `Posts per ${formatStep(series.step)}`;
  const counted = (index: number) => {
    const bucket = { t: series.t[index] ?? 0, posts: series.posts[index] ?? 0 };
    return isMissing(bucket, series.step, data.value.missing)
      ? null
      : bucket.posts;
  };
  const index = pointedIndex(data.value, cursor.hovered.value);
  const posts = counted(index);
  return (
    <ChartFigure
      id="posts"
      title={title}
      when={whenWords(series, index, view)}
      values={posts === null ? <b>no data</b> : (
        <>
          <b>{formatCount(posts)}</b> posts
        </>
      )}
      tools={<PngButton id="posts" title={title} data={data} view={view} />}
    >
      <BarChart
        data={data}
        name={title}
        summary={chartSummary(series, zone, outages).posts}
        words={(index) => {
          const posts = counted(index);
          const when = whenWords(series, index, view);
          return `${when}, ${posts === null ? "no data" : `${posts} posts`}`;
        }}
        zone={zone}
        cursor={cursor}
      />
    </ChartFigure>
  );
}
