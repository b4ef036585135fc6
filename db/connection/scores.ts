import { type RawBuilder, type Selectable, sql } from "kysely";
import type { Scoring } from "../../domain/pipeline/log_entry.ts";
import { sentimentOf } from "../../domain/post/post.ts";
import type { Tables } from "./tables.ts";

/** The columns of a post that say how it was scored. */
export const SCORE_COLUMNS = [
  ...["score", "scorer", "p_negative", "p_positive"] as const,
] as const;

/** How a post was scored, as its row holds it: probabilities in thousandths, 0 if the lexicon scored it. */
export type ScoredRow = Pick<
  Selectable<Tables["posts"]>,
  typeof SCORE_COLUMNS[number]
>;

/** What a row holds of a scoring. */
export function toScoredRow(
  { score, scorer, pNegative, pPositive }: Omit<Scoring, "terms">,
): ScoredRow {
  const isLexicon = scorer === LEXICON;
  return {
    score,
    scorer,
    p_negative: isLexicon ? 0 : Math.round(1_000 * pNegative),
    p_positive: isLexicon ? 0 : Math.round(1_000 * pPositive),
  };
}

/** The version of the scorer that knew no probabilities. */
export const LEXICON = 1;

/** What a bucket sums up, besides where it is. */
export type BucketCounts =
  & Omit<Selectable<Tables["buckets"]>, "topic_id" | "step" | "t" | "squares">
  & { squares: number };

/** The sums of a bucket, each with what it sums over rows of `posts`. */
export const POST_SUMS: Readonly<
  Record<keyof BucketCounts, RawBuilder<number>>
> = {
  posts: sql`count(*)`,
  positive: sql`sum(case when score > 0 then 1 else 0 end)`,
  negative: sql`sum(case when score < 0 then 1 else 0 end)`,
  neutral: sql`sum(case when score = 0 then 1 else 0 end)`,
  score: sql`sum(score)`,
  squares: sql`sum(score * score)`,
  scored: sql`sum(case when scorer > ${sql.lit(LEXICON)} then 1 else 0 end)`,
  scorers: sql`sum(case when scorer > ${
    sql.lit(LEXICON)
  } then scorer else 0 end)`,
  p_negative: sql`sum(p_negative)`,
  p_positive: sql`sum(p_positive)`,
  p_squares: sql`sum((p_positive - p_negative) * (p_positive - p_negative))`,
};

/** The names of {@linkcode POST_SUMS}. */
export const BUCKET_SUMS = Object.keys(POST_SUMS) as (keyof BucketCounts)[];

/** What no posts come to. */
export function noCounts(): BucketCounts {
  const ofScores = { positive: 0, negative: 0, neutral: 0, score: 0 };
  const ofScorer = { scored: 0, scorers: 0, p_negative: 0, p_positive: 0 };
  return { posts: 0, ...ofScores, squares: 0, ...ofScorer, p_squares: 0 };
}

/** Adds a post to counts, or takes it out of them: what {@linkcode POST_SUMS} sums up. */
export function addToCounts(
  counts: BucketCounts,
  row: ScoredRow,
  sign: 1 | -1 = 1,
): void {
  const { score, scorer, p_negative, p_positive } = row;
  counts.posts += sign;
  counts[sentimentOf(score)] += sign;
  counts.score += sign * score;
  counts.squares += sign * score ** 2;
  if (scorer <= LEXICON) return;
  counts.scored += sign;
  counts.scorers += sign * scorer;
  counts.p_negative += sign * p_negative;
  counts.p_positive += sign * p_positive;
  counts.p_squares += sign * (p_positive - p_negative) ** 2;
}
