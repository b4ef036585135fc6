import { type ReadonlySignal, useComputed, useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { formatCount } from "../../domain/format/format_count.ts";
import { formatStep } from "../../domain/format/format_step.ts";
import type { Zone } from "../../domain/format/format_time.ts";
import type { Outage } from "../../domain/pipeline/outage.ts";
import type { Series } from "../../domain/series/series.ts";
import { BarChart } from "./BarChart.tsx";
import { bucketAt } from "./bucket_at.ts";
import { bucketWords } from "./bucket_words.ts";
import { chartSummary } from "./chart_summary.ts";
import { ChartTable } from "./ChartTable.tsx";
import { isMissing } from "./is_missing.ts";
import { OutageNotes } from "./OutageNotes.tsx";
import { outagesWithin } from "./outages_within.ts";
import { postsChartData } from "./posts_chart_data.ts";
import { Shares } from "../topic/Shares.tsx";
import { shareChartData } from "./share_chart_data.ts";

/** Props of {@linkcode TopicCharts}. */
export interface TopicChartsProps {
  series: ReadonlySignal<Series>;
  /** Whether the last bucket is still filling. */
  isLastCurrent: boolean;
  zone: Zone;
  /** Whether times need a date to be understood. */
  withDate: boolean;
  /** When nothing could be read. */
  outages: ReadonlySignal<readonly Outage[]>;
}

/** How much, and how people feel, over time: two charts on one axis, and their numbers. */
export function TopicCharts(props: TopicChartsProps): VNode {
  const { series, isLastCurrent, zone, withDate, outages } = props;
  const hovered = useSignal<number | null>(null);
  const shown = useComputed(() => outagesWithin(outages.value, series.value));
  const posts = useComputed(() =>
    postsChartData(series.value, isLastCurrent, shown.value)
  );
  const share = useComputed(() =>
    shareChartData(series.value, isLastCurrent, shown.value)
  );

  const summary = chartSummary(series.value, zone, shown.value);
  const bucket = bucketAt(series.value, hovered.value, isLastCurrent);
  const when = bucketWords(bucket.t, series.value.step, zone, withDate);
  return (
    <section class="charts" aria-label="Over time">
      <figure id="chart-posts">
        <figcaption>
          <h2>Posts per {formatStep(series.value.step)}</h2>
          <p class="values">
            <span>{when}</span> {isMissing(
                bucket,
                series.value.step,
                posts.value.missing,
              )
              ? <b>no data</b>
              : (
                <>
                  <b>{formatCount(bucket.posts)}</b> posts
                </>
              )}
          </p>
        </figcaption>
        <BarChart
          data={posts}
          summary={summary.posts}
          zone={zone}
          hovered={hovered}
        />
      </figure>
      <figure id="chart-share">
        <figcaption>
          <h2>Share by sentiment</h2>
          <p class="values">
            <span>{when}</span> <Shares totals={bucket} />
          </p>
        </figcaption>
        <BarChart
          data={share}
          summary={summary.share}
          zone={zone}
          hovered={hovered}
        />
      </figure>
      <OutageNotes outages={shown.value} zone={zone} withDate={withDate} />
      <ChartTable series={series.value} zone={zone} withDate={withDate} />
    </section>
  );
}
