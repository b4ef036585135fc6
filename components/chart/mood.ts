import { formatMood, moodSide, moodWords } from "../../domain/format/mood.ts";
import { formatNumber, formatScore } from "../../domain/format/numbers.ts";
import type { Sentiment } from "../../domain/post/post.ts";
import { overallMood, toMoods } from "../../domain/series/mood.ts";
import type { Columns } from "../../domain/series/series.ts";
import { meanScores } from "../../domain/series/statistics.ts";
import { sumColumns, type Values } from "./data.ts";

/** The mood of each bucket, as charts draw it. */
export interface MoodLine {
  readonly name: "Mood" | "Mean score";
  readonly values: Values;
  /** Half the width of the 95 % interval of each; null where it is not known. */
  readonly halves: Values;
  /** Posts behind each. */
  readonly counts: readonly number[];
  /** Writes a value; a dash where there is none. */
  readonly format: (value: number | null) => string;
}

/**
 * Net moods over time. A series whose posts all were scored by the word list
 * alone has none: then its mean scores.
 */
export function moodLine(columns: Columns): MoodLine {
  if (isWordListOnly(columns)) {
    const { means, halves } = meanScores(columns);
    const format = (mean: number | null) =>
      formatScore(mean ?? 0, mean === null ? 0 : 1);
    const counts = columns.posts;
    return { name: "Mean score", values: means, halves, counts, format };
  }
  const { mood, ci } = toMoods(columns);
  const counts = columns.scored;
  return { name: "Mood", values: mood, halves: ci, counts, format: formatMood };
}

/** Whether there are posts, and none with probabilities. */
function isWordListOnly({ posts, scored }: Columns): boolean {
  return posts.some((count) => count > 0) &&
    scored.every((count) => count === 0);
}

/** A value of a line with its interval and, if it is a mood, its name: `−21 ± 6, negative`. */
export function describeMoodAt(
  { name, values, halves, format }: MoodLine,
  index: number,
): string {
  const [value = null, half = null] = [values[index], halves[index]];
  const digits = name === "Mean score" ? 2 : half !== null && half < 1 ? 1 : 0;
  const width = half === null ? "" : ` ± ${formatNumber(half, digits)}`;
  const words = value === null || name === "Mean score"
    ? ""
    : `, ${moodWords(value)}`;
  return format(value) + width + words;
}

/** The mood of a whole series as a number and in words. */
export interface MoodText {
  readonly figure: string;
  /** Empty without posts. */
  readonly words: string;
  readonly side: Sentiment;
  /** Whether it is the mean score of the word list, as no post has probabilities. */
  readonly isWordList: boolean;
}

/** Means of the word list nearer to zero are shown as zero. */
const LEAST_MEAN = 0.005;

/** The mood of all of a series: `−21`, `negative`; see {@linkcode moodLine}. */
export function moodText(columns: Columns): MoodText {
  const { mood, words } = overallMood(columns);
  if (mood !== null) {
    const side = moodSide(mood);
    return { figure: formatMood(mood), words: words!, side, isWordList: false };
  }
  const { score, posts } = sumColumns(columns);
  const mean = posts > 0 ? score / posts : 0;
  const side = Math.abs(mean) < LEAST_MEAN
    ? "neutral"
    : mean > 0
    ? "positive"
    : "negative";
  const [figure, isWordList] = [formatScore(score, posts), posts > 0];
  return { figure, words: isWordList ? WORD_LIST : "", side, isWordList };
}

const WORD_LIST = "mean score of the word list";
