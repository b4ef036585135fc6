import { formatCount } from "../../domain/format/format_count.ts";
import { formatScore } from "../../domain/format/format_score.ts";
import { formatStep } from "../../domain/format/format_step.ts";
import type { Zone } from "../../domain/format/times.ts";
import { bucketWords } from "../chart/bucket_words.ts";
import { sumColumns } from "../chart/sum_columns.ts";
import { zoneName } from "../topic/zone_name.ts";
import type { Compared } from "./compared.ts";

const LIST = new Intl.ListFormat("en");

/** What the charts of a comparison show, as sentences for those who do not see them. */
export interface ComparisonWords {
  readonly posts: string;
  readonly score: string;
}

/** Sums a comparison up in words. */
export function comparisonWords(
  topics: readonly Compared[],
  zone: Zone,
): ComparisonWords {
  const { t = [], step = 60 } = topics[0]?.series ?? {};
  const words = (at: number) => bucketWords(at, step, zone, true);
  const span = `${words(t[0] ?? 0)} to ${words((t.at(-1) ?? 0) + step)} ` +
    zoneName(zone);
  const sums = topics.map(({ slug, series }) => ({
    slug,
    ...sumColumns(series),
  }));
  const posts = sums.map(({ slug, posts }) => `${slug} ${formatCount(posts)}`);
  const scores = sums.map(({ slug, score, posts }) =>
    `${slug} ${formatScore(score, posts)}`
  );
  return {
    posts: `Posts per ${formatStep(step)} from ${span}, in all: ` +
      `${LIST.format(posts)}.`,
    score: `Mean score from ${span}: ${LIST.format(scores)}.`,
  };
}
