import { formatCount } from "../../domain/format/format_count.ts";
import { niceTicks } from "../../domain/format/nice_ticks.ts";
import type { Series } from "../../domain/series/series.ts";
import type { ChartData } from "./chart_data.ts";
import { splitCurrent } from "./split_current.ts";

/** Number of posts in each bucket. */
export function postsChartData(
  series: Series,
  isLastCurrent: boolean,
): ChartData {
  const ticks = niceTicks(series.posts.reduce((a, b) => Math.max(a, b), 0));
  return {
    t: series.t,
    step: series.step,
    max: ticks.at(-1)!,
    ticks: ticks.map((y) => ({ y, text: formatCount(y) })),
    names: [],
    layers: splitCurrent({ tone: "posts", upper: series.posts }, isLastCurrent),
  };
}
