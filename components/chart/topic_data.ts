import {
  formatCount,
  formatPercent,
  formatSigned,
} from "../../domain/format/numbers.ts";
import type { Jump } from "../../domain/schema/jumps.ts";
import type { Series, SourceSeries } from "../../domain/series/series.ts";
import { sourceWord } from "../elements/labels.ts";
import {
  lineChartData,
  lineColor,
  lineDash,
  scaleTicks,
  spreadNames,
} from "./axes.ts";
import { moodLine } from "./mood.ts";
import {
  type ChartData,
  type ChartInput,
  type ChartLabel,
  type ChartLayer,
  type ChartMark,
  emptyChart,
  knownCounts,
  placeOf,
  scorerBreaks,
  seriesSpan,
  splitCurrent,
  type Values,
} from "./data.ts";

/** What the charts of a topic show at a moment. */
export interface Shown extends ChartInput {
  readonly series: Series;
  /** Null if it is not known, or there is only one source. */
  readonly sources: SourceSeries | null;
  /** What stood out, to be marked. @default none */
  readonly jumps?: readonly Jump[];
}

/** Number of posts in each bucket; a gap where nothing could be read. */
export function postsChartData(shown: Shown): ChartData {
  const { posts } = shown.series;
  const chart = emptyChart(shown);
  const upper = knownCounts(shown.series, chart.missing);
  const ticks = scaleTicks(0, posts.reduce((a, b) => Math.max(a, b), 0), 1);
  return {
    ...chart,
    min: 0,
    max: ticks.at(-1)!,
    ticks: ticks.map((y) => ({ y, text: formatCount(y) })),
    layers: splitCurrent({ fill: "posts", upper }, shown.isLastCurrent),
    marks: marksAt(shown, upper, (jump) => jump.volume ? jump.at : null),
  };
}

/** Marks the buckets of jumps at the height of their values. */
function marksAt(
  { jumps = [], axis }: Shown,
  values: Values,
  timeOf: (jump: Jump) => number | null | undefined,
): ChartMark[] {
  const { from, to } = seriesSpan(axis);
  const places = jumps.map((jump) => timeOf(jump) ?? NaN)
    .filter((time) => time >= from && time < to)
    .map((time) => Math.floor(placeOf(axis, time)));
  return [...new Set(places)].flatMap((i) => {
    const y = values[i] ?? null;
    return y === null ? [] : { t: axis.t[i]!, y };
  });
}

const SHARE_TICKS = [0, 25, 50, 75, 100];
/** Height of a name beside the chart, in percent. */
const NAME_HEIGHT = 9;

/** Share of positive, neutral and negative posts of each bucket in percent, stacked; a gap where nobody posted. */
export function shareChartData(shown: Shown): ChartData {
  const { series, isLastCurrent } = shown;
  const share = (counts: readonly number[]) =>
    counts.map((count, i) => {
      const posts = series.posts[i] ?? 0;
      return posts > 0 ? 100 * count / posts : null;
    });
  const positive = share(series.positive);
  const rest = share(series.negative).map((y) => y === null ? null : 100 - y);
  const all = share(series.posts);
  const layers: Omit<ChartLayer, "current">[] = [
    { fill: "positive", upper: positive },
    { fill: "neutral", lower: positive, upper: rest },
    { fill: "negative", lower: rest, upper: all },
  ];
  return {
    ...emptyChart(shown),
    breaks: scorerBreaks(shown),
    min: 0,
    max: 100,
    ticks: SHARE_TICKS.map((y) => ({ y, text: formatPercent(y, 100) })),
    names: layerNames(layers, isLastCurrent),
    layers: layers.flatMap((layer) => splitCurrent(layer, isLastCurrent)),
  };
}

/** Names the layers that show, where they are in the last finished bucket, and apart from each other. */
function layerNames(
  layers: readonly Omit<ChartLayer, "current">[],
  isLastCurrent: boolean,
): ChartLabel[] {
  const finished = (layers[0]?.upper ?? [])
    .slice(0, isLastCurrent ? -1 : undefined);
  const at = finished.findLastIndex((y) => y !== null);
  const names = layers.flatMap(({ fill, lower, upper }) => {
    const heights = upper.map((y, i) => (y ?? 0) - (lower?.[i] ?? 0));
    if (heights.every((height) => height === 0)) return [];
    const y = (upper[at] ?? 0) - (heights[at] ?? 0) / 2;
    return [{ y, text: fill, color: fill }];
  });
  return spreadNames(names, { min: 0, max: 100, least: NAME_HEIGHT });
}

/** A mean of fewer posts says little. */
const FEW_POSTS = 5;

/** Mood of each bucket, with its 95 % confidence band; that of few posts as a dot, without one. */
export function moodChartData(shown: Shown): ChartData {
  const { values: moods, halves, counts } = moodLine(shown.series);
  const ofMany = (many: boolean) =>
    moods.map((mood, i) => counts[i]! >= FEW_POSTS === many ? mood : null);
  const around = (sign: number) =>
    moods.map((mood, i) => {
      const half = halves[i] ?? null;
      const isKnown = mood !== null && half !== null &&
        counts[i]! >= FEW_POSTS;
      return isKnown ? mood + sign * half : null;
    });
  const band = { lower: around(-1), upper: around(1) };
  const [values, dots] = [ofMany(true), ofMany(false)];
  const line = { label: "mood", color: "ink", values, band, dots };
  return {
    ...lineChartData(shown, [line], { format: formatSigned }),
    breaks: scorerBreaks(shown),
    marks: marksAt(shown, band.upper, ({ mood }) => mood?.at),
  };
}

/** Number of posts in each bucket, a line for each source. */
export function sourceChartData(shown: Shown): ChartData {
  const { axis, sources } = shown;
  const lines = Object.keys(sources?.sources ?? {}).sort().map((key, n) => ({
    label: sourceWord(key),
    color: lineColor(n),
    dash: lineDash(n),
    values: valuesAt(axis.t, sources!, key),
  }));
  return lineChartData(shown, lines, { format: formatCount, unit: 1 });
}

/** A source's counts at the buckets of another series; null where they are not known yet. */
function valuesAt(
  t: readonly number[],
  { t: starts, sources }: SourceSeries,
  key: string,
): (number | null)[] {
  const column = new Map(starts.map((start, i) => [start, sources[key]![i]]));
  return t.map((start) => column.get(start) ?? null);
}
