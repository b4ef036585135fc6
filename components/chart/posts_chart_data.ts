import { formatCount } from "../../domain/format/format_count.ts";
import type { ChartInput } from "./chart_input.ts";
import type { ChartData } from "./data.ts";
import { isMissing } from "./is_missing.ts";
import { missingStretches } from "./missing_stretches.ts";
import { scaleTicks } from "./scale_ticks.ts";
import { seriesSpan } from "./series_span.ts";
import { splitCurrent } from "./split_current.ts";

/** Number of posts in each bucket; a gap where nothing could be read. */
export function postsChartData(
  { series, isLastCurrent, outages = [] }: ChartInput,
): ChartData {
  const { t, step } = series;
  const missing = missingStretches(outages, seriesSpan(series));
  const upper = series.posts.map((posts, i) =>
    isMissing({ t: t[i]!, posts }, step, missing) ? null : posts
  );
  const most = series.posts.reduce((a, b) => Math.max(a, b), 0);
  const ticks = scaleTicks(0, most, { unit: 1 });
  return {
    t,
    step,
    min: 0,
    max: ticks.at(-1)!,
    ticks: ticks.map((y) => ({ y, text: formatCount(y) })),
    names: [],
    layers: splitCurrent({ tone: "posts", upper }, isLastCurrent),
    lines: [],
    isLastCurrent,
    missing,
  };
}
