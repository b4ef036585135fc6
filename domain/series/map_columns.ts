import type { Columns, Series } from "./series.ts";

const NAMES = [
  "posts",
  "positive",
  "negative",
  "neutral",
  "score",
  "squares",
] as const;

/** Makes a new column of an old one; what is not known may come only from what was not. */
type Change = (
  column: readonly (number | null)[],
  name: Exclude<keyof Columns, "t">,
) => (number | null)[];

/**
 * A series with every column of counts changed, all to one length.
 *
 * @param first Start of its first bucket; the others follow one step after another.
 */
export function mapColumns(
  series: Series,
  change: Change,
  first: number = series.t[0] ?? 0,
): Series {
  const { topic, step } = series;
  const entries = NAMES.map((name) => [name, change(series[name], name)]);
  const columns: Omit<Columns, "t"> = Object.fromEntries(entries);
  const t = columns.posts.map((_, i) => first + i * step);
  return { topic, step, t, ...columns };
}
