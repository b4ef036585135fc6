import { formatMood, moodSide, moodWords } from "../../domain/format/mood.ts";
import { formatNumber } from "../../domain/format/numbers.ts";
import type { Sentiment } from "../../domain/post/post.ts";
import {
  moodHalf,
  moodSums,
  netMood,
  shownMoods,
  sumMoods,
} from "../../domain/series/mood.ts";
import type { Columns } from "../../domain/series/series.ts";
import type { Values } from "./data.ts";

/** The mood of each bucket, as charts draw it. */
export interface MoodLine {
  readonly values: Values;
  /** Half the width of the 95 % interval of each; null where it is not known. */
  readonly halves: Values;
  /** Posts behind each. */
  readonly counts: readonly number[];
  readonly isWordList: boolean;
}

/** Net moods over time; see {@linkcode shownMoods}. */
export function moodLine(series: Columns): MoodLine {
  const { columns, isWordList } = shownMoods(series);
  const sums = moodSums(columns);
  return {
    values: sums.map(netMood),
    halves: sums.map(moodHalf),
    counts: columns.scored,
    isWordList,
  };
}

/** A value of a line with its interval and its name: `−21 ± 6, negative`. */
export function describeMoodAt(
  { values, halves }: MoodLine,
  index: number,
): string {
  const [value = null, half = null] = [values[index], halves[index]];
  if (value === null) return formatMood(value);
  const width = half === null
    ? ""
    : ` ± ${formatNumber(half, half < 1 ? 1 : 0)}`;
  return `${formatMood(value)}${width}, ${moodWords(value)}`;
}

/** The mood of a whole series as a number and in words. */
export interface MoodText {
  readonly figure: string;
  /** Empty without posts. */
  readonly words: string;
  readonly side: Sentiment;
}

/** The mood of all of a series: `−21`, `negative`; see {@linkcode shownMoods}. */
export function moodText(series: Columns): MoodText {
  const { columns, isWordList } = shownMoods(series);
  const mood = netMood(sumMoods(columns));
  if (mood === null) return { figure: "–", words: "", side: "neutral" };
  const words = moodWords(mood) + (isWordList ? " by the word list" : "");
  return { figure: formatMood(mood), words, side: moodSide(mood) };
}
