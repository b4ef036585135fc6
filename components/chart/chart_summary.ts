import { formatCount } from "../../domain/format/format_count.ts";
import { formatPercent } from "../../domain/format/format_percent.ts";
import { formatScore } from "../../domain/format/format_score.ts";
import { formatStep } from "../../domain/format/format_step.ts";
import type { Zone } from "../../domain/format/format_time.ts";
import type { Outage } from "../../domain/pipeline/outage.ts";
import type { Series } from "../../domain/series/series.ts";
import { bucketWords } from "./bucket_words.ts";
import type { ChartLine } from "./chart_data.ts";
import { outageWords } from "./outage_words.ts";
import { sumColumns } from "./sum_columns.ts";
import { zoneName } from "../topic/zone_name.ts";

/** Interruptions that are told, the newest ones. */
const MOST_TOLD = 3;

/** What the charts of a series show, as sentences for those who do not see them. */
export interface ChartSummary {
  readonly posts: string;
  readonly share: string;
  readonly score: string;
  /** Told by line, such as of each source. */
  readonly sources: (lines: readonly ChartLine[]) => string;
}

/** Sums a series up in words. */
export function chartSummary(
  series: Series,
  zone: Zone,
  outages: readonly Outage[] = [],
): ChartSummary {
  const { t, step } = series;
  const sum = sumColumns(series);
  const most = series.posts.reduce((a, b) => Math.max(a, b), 0);
  const words = (t: number) => bucketWords(t, step, zone, true);
  const span = t.length === 0 ? "no time at all" : `${words(t[0]!)} to ` +
    `${words(t.at(-1)! + step)} ${zoneName(zone)}`;
  const away = outages.slice(-MOST_TOLD).map((outage) =>
    ` No data: ${outageWords(outage, zone, true)}.`
  ).join("");
  return {
    posts: `Posts per ${formatStep(step)} from ${span}: ` +
      `${formatCount(sum.posts)} in all, ${formatCount(most)} at most.${away}`,
    share: `Share of posts by sentiment from ${span}: ` +
      `${formatPercent(sum.positive, sum.posts)} positive, ` +
      `${formatPercent(sum.neutral, sum.posts)} neutral, ` +
      `${formatPercent(sum.negative, sum.posts)} negative.${away}`,
    score: `Mean score per ${formatStep(step)} from ${span}: ` +
      `${formatScore(sum.score, sum.posts)} over all.${away}`,
    sources: (lines) =>
      `Posts by source from ${span}: ${
        lines.map(totalOf).join(", ") || "none"
      }.${away}`,
  };
}

function totalOf({ label, values }: ChartLine): string {
  const total = values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
  return `${label} ${formatCount(total)}`;
}
