import { type RawBuilder, type Selectable, sql, type SqlBool } from "kysely";
import type { Scoring } from "../../domain/pipeline/log_entry.ts";
import { type Sentiment, sentimentOf } from "../../domain/post/post.ts";
import { decide } from "../../domain/sentiment/score.ts";
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

/** Whether a class is more probable than each of the others. */
const IS_LIKELIEST = {
  positive: sql`p_positive > p_negative and 2 * p_positive + p_negative > 1000`,
  negative: sql`p_negative > p_positive and 2 * p_negative + p_positive > 1000`,
} as const;

/** Whether a row of `posts` has a sentiment: {@linkcode sentimentOfRow} in SQL. */
export function hasSentiment(sentiment: Sentiment): RawBuilder<SqlBool> {
  const { positive, negative } = IS_LIKELIEST;
  const [sign, likeliest] = {
    positive: [sql`score > 0`, positive],
    negative: [sql`score < 0`, negative],
    neutral: [sql`score = 0`, sql`not (${positive}) and not (${negative})`],
  }[sentiment];
  return sql`(scorer <= ${sql.lit(LEXICON)} and ${sign}
    or scorer > ${sql.lit(LEXICON)} and ${likeliest})`;
}

/** The decision of the scorer; of the lexicon, the sign of its score. */
export function sentimentOfRow(
  { score, scorer, p_negative, p_positive }: ScoredRow,
): Sentiment {
  return scorer <= LEXICON ? sentimentOf(score) : decide({
    pNegative: p_negative / 1_000,
    pPositive: p_positive / 1_000,
  });
}

/** What a bucket sums up, besides where it is. */
export type BucketCounts =
  & Omit<Selectable<Tables["buckets"]>, "topic_id" | "step" | "t" | "squares">
  & { squares: number };

/** The sums of a bucket, each with what it sums over rows of `posts`. */
export const POST_SUMS: Readonly<
  Record<keyof BucketCounts, RawBuilder<number>>
> = {
  posts: sql`count(*)`,
  positive: countOf("positive"),
  negative: countOf("negative"),
  neutral: countOf("neutral"),
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

function countOf(sentiment: Sentiment): RawBuilder<number> {
  return sql`sum(case when ${hasSentiment(sentiment)} then 1 else 0 end)`;
}

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
  counts[sentimentOfRow(row)] += sign;
  counts.score += sign * score;
  counts.squares += sign * score ** 2;
  if (scorer <= LEXICON) return;
  counts.scored += sign;
  counts.scorers += sign * scorer;
  counts.p_negative += sign * p_negative;
  counts.p_positive += sign * p_positive;
  counts.p_squares += sign * (p_positive - p_negative) ** 2;
}
