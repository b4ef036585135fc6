import type * as v from "valibot";
import { LEVEL_ERROR, moodWords } from "../format/mood.ts";
import type { MoodsSchema, OverallSchema } from "../schema/series.ts";
import type { Columns, MoodColumns } from "./series.ts";

/** What moods follow from, each a sum over some posts. */
export type MoodSums = Readonly<Record<"posts" | keyof MoodColumns, number>>;

/** Mood over time, a column each. */
export type Moods = v.InferOutput<typeof MoodsSchema>;

/** The mood of a whole range. */
export type OverallMood = Omit<
  v.InferOutput<typeof OverallSchema>,
  "poorlyReadShare"
>;

/** The moods of a series. */
export function toMoods(columns: Pick<Columns, keyof MoodSums>): Moods {
  const buckets = moodSums(columns);
  return {
    mood: buckets.map(netMood),
    ci: buckets.map(moodHalf),
    scorer: buckets.map(scorerOf),
  };
}

/** The sums of each bucket of a series. */
export function moodSums(columns: Pick<Columns, keyof MoodSums>): MoodSums[] {
  return columns.posts.map((_, i) => sumsOf(columns, (column) => column[i]!));
}

/** The sums of some buckets of a series: of all by default. */
export function sumMoods(
  columns: Pick<Columns, keyof MoodSums>,
  indices: readonly number[] = [...columns.posts.keys()],
): MoodSums {
  return sumsOf(
    columns,
    (column) => indices.reduce((sum, i) => sum + column[i]!, 0),
  );
}

const NAMES = [
  ...["posts", "scored", "scorers"] as const,
  ...["pPositive", "pNegative", "pSquares"] as const,
] as const;

function sumsOf(
  columns: Pick<Columns, keyof MoodSums>,
  take: (column: readonly number[]) => number,
): MoodSums {
  const sums = NAMES.map((name) => [name, take(columns[name])]);
  return Object.fromEntries(sums) as Record<keyof MoodSums, number>;
}

/**
 * A series as moods are shown of it. One whose posts the word list alone scored
 * has no probabilities: then its decisions count as if they were certain.
 */
export function shownMoods(
  columns: Columns,
): { columns: Columns; isWordList: boolean } {
  const { posts, positive, negative, scored } = columns;
  const isWordList = posts.some(Boolean) && !scored.some(Boolean);
  return {
    isWordList,
    columns: !isWordList ? columns : {
      ...columns,
      ...{ scored: posts, pPositive: positive, pNegative: negative },
      pSquares: positive.map((count, i) => count + negative[i]!),
    },
  };
}

/** The mood of all buckets of a series together. */
export function overallMood(
  columns: Pick<Columns, keyof MoodSums>,
): OverallMood {
  const sums = sumMoods(columns);
  const mood = netMood(sums);
  return {
    posts: sums.posts,
    scored: sums.scored,
    mood,
    words: mood === null ? null : moodWords(mood),
    ci: moodHalf(sums),
    level: LEVEL_ERROR,
  };
}

/** From -100 to 100, to a tenth; null where no post has probabilities. */
export function netMood(
  { scored, pPositive, pNegative }: Omit<MoodSums, "posts">,
): number | null {
  return scored === 0 ? null : toTenths((pPositive - pNegative) / scored);
}

/** Standard errors on either side of a mean for 95 % confidence. */
const NORMAL_95 = 1.96;

/** Half the width of a mood's interval, by the spread of the posts; null for fewer than two. */
export function moodHalf(
  { scored: n, pPositive, pNegative, pSquares }: MoodSums,
): number | null {
  if (n < 2) return null;
  const sum = pPositive - pNegative;
  // Rounding may leave a little below zero where all posts are the same.
  const variance = Math.max(0, pSquares - sum * sum / n) / (n - 1);
  return toTenths(NORMAL_95 * Math.sqrt(variance / n));
}

/** Points of a hundred, to a tenth. */
function toTenths(part: number): number {
  return Math.round(1_000 * part) / 10 + 0; // not -0
}

/** The version that scored all posts; null where there are several, or no posts. */
export function scorerOf({ posts, scored, scorers }: MoodSums): number | null {
  if (posts === 0) return null;
  if (scored === 0) return 1;
  const version = scorers / scored;
  return scored === posts && Number.isInteger(version) ? version : null;
}
