import { formatCount } from "../../domain/format/format_count.ts";
import { formatSigned } from "../../domain/format/format_signed.ts";
import { indexValues } from "../../domain/series/index_values.ts";
import { lineChartData } from "../chart/axes.ts";
import type { ChartData, ChartLine } from "../chart/data.ts";
import { isMissing } from "../chart/is_missing.ts";
import type { Stretch } from "../chart/missing_stretches.ts";
import type { Compared, Scale } from "./compared.ts";

/** What the charts of a comparison show. */
export interface Comparison {
  readonly topics: readonly Compared[];
  readonly scale: Scale;
  /** Whether the last bucket is still filling. */
  readonly isLastCurrent: boolean;
  /** When nothing could be read. */
  readonly missing: readonly Stretch[];
}

/** The two charts of a comparison. */
export interface ComparisonData {
  readonly posts: ChartData;
  readonly score: ChartData;
}

/** A line for each topic: its posts, as they are or indexed, and its mean score. */
export function comparisonData(comparison: Comparison): ComparisonData {
  const { topics, scale, isLastCurrent, missing } = comparison;
  const { t = [], step = 60 } = topics[0]?.series ?? {};
  const draw = (
    valuesOf: (topic: Compared) => (number | null)[],
    format: (value: number) => string,
  ) => {
    const lines = topics.map((topic): ChartLine => ({
      label: topic.slug,
      color: topic.color,
      dash: topic.dash,
      values: valuesOf(topic),
    }));
    const input = { t, step, lines, isLastCurrent, format };
    return withInk(lineChartData(input, { missing }));
  };
  return {
    posts: draw((topic) => {
      const counts = countsOf(topic, missing);
      return scale === "indexed" ? indexValues(counts, isLastCurrent) : counts;
    }, formatCount),
    score: draw(meansOf, formatSigned),
  };
}

function countsOf(
  { series: { t, posts, step } }: Compared,
  missing: readonly Stretch[],
): (number | null)[] {
  return posts.map((posts, i) =>
    isMissing({ t: t[i]!, posts }, step, missing) ? null : posts
  );
}

function meansOf({ series: { posts, score } }: Compared): (number | null)[] {
  return posts.map((n, i) => n > 0 ? score[i]! / n : null);
}

/** A color that is right for a line is not always right for words. */
function withInk(data: ChartData): ChartData {
  const names = data.names.map((name) => ({ ...name, color: "ink" }));
  return { ...data, names };
}
