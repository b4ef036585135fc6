import {
  formatCount,
  formatNumber,
  formatSigned,
} from "../../domain/format/numbers.ts";
import type { Series } from "../../domain/series/series.ts";
import { indexValues } from "../../domain/series/statistics.ts";
import { lineChartData } from "../chart/axes.ts";
import {
  bucketWord,
  type ChartData,
  type ChartInput,
  knownCounts,
  missingRanges,
  scorerBreaks,
  seriesSpan,
  sumColumns,
  type Values,
} from "../chart/data.ts";
import { describeChart } from "../chart/describe.ts";
import { moodLine, moodText } from "../chart/mood.ts";

/** Topics that stand side by side at most: so many lines can be distinguished. */
export const MAX_COMPARED = 7;

/** How posts are counted: as they are, or as percent of each topic's own mean. */
export const SCALES = ["absolute", "indexed"] as const;

/** One of {@linkcode SCALES}. */
export type Scale = typeof SCALES[number];

/** One of the topics that are compared. */
export interface Compared {
  readonly slug: string;
  /** As it can be seen on any paper. */
  readonly color: string;
  /** Dashes of its line, which tell it from the others without color. */
  readonly dash: readonly number[];
  /** Over the time that is shown; all topics have the same buckets. */
  readonly series: Series;
  /** Whether it was removed while the page was open. */
  readonly isGone: boolean;
}

/** What the charts of a comparison show; there is at least one topic. */
export interface Comparison extends ChartInput {
  readonly topics: readonly Compared[];
  readonly scale: Scale;
}

/** Posts of each topic over time, a line each. */
export function postsComparison(comparison: Comparison): ChartData {
  const { scale, isLastCurrent, outages, axis } = comparison;
  const missing = missingRanges(outages, seriesSpan(axis));
  return linesOf(comparison, ({ series }) => {
    const counts = knownCounts(series, missing);
    return scale === "indexed" ? indexValues(counts, isLastCurrent) : counts;
  }, formatCount);
}

/** Moods of each topic over time, a line each. */
export function moodComparison(comparison: Comparison): ChartData {
  const values = ({ series }: Compared) => moodLine(series).values;
  return {
    ...linesOf(comparison, values, formatSigned),
    breaks: scorerBreaks(comparison),
  };
}

function linesOf(
  comparison: Comparison,
  valuesOf: (topic: Compared) => Values,
  format: (value: number) => string,
): ChartData {
  const lines = comparison.topics.map((topic) => ({
    label: topic.slug,
    color: topic.color,
    dash: topic.dash,
    values: valuesOf(topic),
  }));
  const data = lineChartData(comparison, lines, { format });
  // A color that is right for a line is not always right for words.
  const names = data.names.map((name) => ({ ...name, color: "ink" }));
  return { ...data, names };
}

const LIST = new Intl.ListFormat("en");

/** Describes both charts of a comparison for screen readers. */
export function describeComparison(
  comparison: Comparison,
): { posts: string; mood: string } {
  const { topics, axis } = comparison;
  const sums = topics.map(({ slug, series }) => ({
    slug,
    ...sumColumns(series),
  }));
  const posts = sums.map(({ slug, posts }) => `${slug} ${formatCount(posts)}`);
  const moods = topics.map(({ slug, series }) => {
    const { figure, words } = moodText(series);
    return [`${slug} ${figure}`, words].filter(Boolean).join(", ");
  });
  const describe = (about: string, sums: readonly string[]) =>
    describeChart(about, LIST.format(sums), comparison);
  return {
    posts: describe(`Posts per ${bucketWord(axis)}`, posts),
    mood: describe("Mood, −100 to +100", moods),
  };
}

/** Posts per minute over so many seconds, exact enough for small rates: `41`, `4.2`, `0.03`. */
export function formatPerMinute(posts: number, seconds: number): string {
  if (seconds <= 0) return "–";
  const rate = 60 * posts / seconds;
  if (rate === 0 || rate >= 9.95) return formatCount(rate);
  return formatNumber(rate, rate >= 0.095 ? 1 : 2);
}
