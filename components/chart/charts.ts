import { formatPercent } from "../../domain/format/format_percent.ts";
import type { ChartInput } from "./chart_input.ts";
import type { ChartData, ChartLabel, ChartLayer } from "./data.ts";
import { missingStretches } from "./missing_stretches.ts";
import { seriesSpan } from "./series_span.ts";
import { splitCurrent } from "./split_current.ts";

const TICKS = [0, 25, 50, 75, 100];
/** A band lower than this, in percent, is too low for its name. */
const LEAST_NAMED = 9;

/** Share of positive, neutral and negative posts of each bucket in percent, one upon the other; a gap where nobody posted. */
export function shareChartData(
  { series, isLastCurrent, outages = [] }: ChartInput,
): ChartData {
  const share = (counts: readonly number[]) =>
    counts.map((count, i) => {
      const posts = series.posts[i] ?? 0;
      return posts > 0 ? 100 * count / posts : null;
    });
  const positive = share(series.positive);
  const rest = share(series.negative).map((y) => y === null ? null : 100 - y);
  const all = share(series.posts);
  const layers: Omit<ChartLayer, "current">[] = [
    { tone: "positive", upper: positive },
    { tone: "neutral", lower: positive, upper: rest },
    { tone: "negative", lower: rest, upper: all },
  ];
  return {
    t: series.t,
    step: series.step,
    min: 0,
    max: 100,
    ticks: TICKS.map((y) => ({ y, text: formatPercent(y, 100) })),
    names: namesOf(layers, isLastCurrent),
    layers: layers.flatMap((layer) => splitCurrent(layer, isLastCurrent)),
    lines: [],
    isLastCurrent,
    missing: missingStretches(outages, seriesSpan(series)),
  };
}

/** Names the bands at the height where the last finished bucket has them. */
function namesOf(
  layers: readonly Omit<ChartLayer, "current">[],
  isLastCurrent: boolean,
): ChartLabel[] {
  const finished = (layers[0]?.upper ?? [])
    .slice(0, isLastCurrent ? -1 : undefined);
  const at = finished.findLastIndex((y) => y !== null);
  return layers.flatMap(({ tone, lower, upper }) => {
    const bottom = lower?.[at] ?? 0;
    const top = upper[at] ?? 0;
    if (top - bottom < LEAST_NAMED) return [];
    return [{ y: (bottom + top) / 2, text: tone, color: tone }];
  });
}
