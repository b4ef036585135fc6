import { useComputed } from "@preact/signals";
import type { VNode } from "preact";
import type { Outage } from "../../domain/pipeline/outage.ts";
import type { Series } from "../../domain/series/series.ts";
import { zone } from "../address/zone.ts";
import { KEYS_ID } from "../chart/Plot.tsx";
import { PostsChart } from "../chart/PostsChart.tsx";
import { ScoreChart } from "../chart/ScoreChart.tsx";
import { ShareChart } from "../chart/ShareChart.tsx";
import { outagesWithin } from "../chart/outages_within.ts";
import { useChartCursor } from "../chart/use_chart_cursor.ts";
import { askSeries } from "../live/ask_series.ts";
import { type AskedOptions, useAsked } from "./Embed.tsx";
import { Late } from "./Late.tsx";
import type { EmbedChart } from "./embed_charts.ts";

const CHARTS = { posts: PostsChart, share: ShareChart, score: ScoreChart };
const DAY = 86_400;

/** Props of {@linkcode EmbedSeries}. */
export interface EmbedSeriesProps
  extends AskedOptions<{ series: Series; outages: readonly Outage[] }> {
  chart: Exclude<EmbedChart, "words">;
  slug: string;
  /** What is running, in words. */
  source: string;
}

/** One chart over time, which can be looked at but not zoomed. */
export function EmbedSeries(props: EmbedSeriesProps): VNode {
  const { chart, slug, source, range } = props;
  const { shown, isLate } = useAsked(async (range, signal) => {
    const series = await askSeries({ slug, ...range }, signal);
    return { series, outages: series.outages };
  }, props);
  const cursor = useChartCursor({ zoom() {}, back() {} });
  const input = useComputed(() => {
    const { series, outages } = shown.value;
    return {
      series,
      isLastCurrent: range.isLive,
      outages: outagesWithin(outages, series),
      sources: null,
    };
  });
  const withDate = range.to - range.from > DAY || !range.isLive;
  const Chart = CHARTS[chart];
  return (
    <>
      <Chart
        view={{
          topic: slug,
          shown: input,
          zone: zone.value,
          withDate,
          cursor,
          source,
        }}
      />
      <p class="unseen" id={KEYS_ID}>Arrow keys move through time</p>
      <Late isLate={isLate} />
    </>
  );
}
