import type { Cell } from "../text/csv.ts";
import { toMoods } from "./mood.ts";
import type { Interruptions, Outage } from "./outages.ts";
import type { Series, SourceSeries } from "./series.ts";
import { meanScores } from "./statistics.ts";

/** A table: the names of its columns, and its rows. */
interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** The columns of a series as a table: times in UTC, half the width of the 95 % intervals of mean and mood, seconds without data. */
export const SERIES_COLUMNS = [
  "start",
  "end",
  "posts",
  "positive",
  "neutral",
  "negative",
  "mean",
  "ci95",
  "missing_s",
  ...["mood", "mood_ci95", "scored", "p_positive", "p_negative"] as const,
  "scorer",
] as const;

/** What `GET /api/series` answers. */
type CountedSeries =
  & Series
  & Pick<Interruptions, "outages">
  & Partial<Pick<SourceSeries, "sources">>;

/**
 * A series as a table: a row for each bucket that has begun, and a column
 * `posts_…` for each source, if they are given.
 *
 * @param now In seconds since the epoch.
 */
export function seriesTable(series: CountedSeries, now: number): Table {
  const { t, step, end, posts, positive, neutral, negative } = series;
  const sources = Object.entries(series.sources ?? {});
  const { means, halves } = meanScores(series);
  const { mood, ci, scorer } = toMoods(series);
  const rows = t.flatMap((start, i) => {
    if (start > now) return [];
    const to = t[i + 1] ?? end ?? start + step;
    return [[
      isoTime(start),
      isoTime(to),
      ...[posts, positive, neutral, negative].map((column) => column[i]!),
      rounded(means[i]),
      rounded(halves[i]),
      missingSeconds(series.outages, start, Math.min(to, now)),
      ...[mood[i]!, ci[i]!, series.scored[i]!],
      rounded(series.pPositive[i]),
      rounded(series.pNegative[i]),
      scorer[i]!,
      ...sources.map(([, counts]) => counts[i] ?? null),
    ]];
  });
  const names = sources.map(([name]) => `posts_${name}`);
  return { columns: [...SERIES_COLUMNS, ...names], rows };
}

/** For how many seconds of a time no source could be read. Outages do not overlap. */
function missingSeconds(
  outages: readonly Outage[],
  start: number,
  end: number,
): number {
  const seconds = outages.reduce(
    (sum, { from, to }) =>
      sum + Math.max(0, Math.min(to ?? end, end) - Math.max(from, start)),
    0,
  );
  return Math.round(seconds);
}

/** A number without the digits that only rounding makes. */
function rounded(value: number | null | undefined): number | null {
  return value == null ? null : Number(value.toFixed(6));
}

/** The columns of interruptions as a table. */
export const GAP_COLUMNS = [
  "start",
  "end",
  "seconds",
  "source",
  "reason",
  "recovered",
] as const;

/** Interruptions of single sources as a table, oldest first. */
export function gapsTable({ gaps }: Pick<Interruptions, "gaps">): Table {
  const rows = gaps.toReversed().map(({ from, to, source, why, recovered }) => [
    isoTime(from),
    to === null ? null : isoTime(to),
    to === null ? null : rounded(to - from),
    source,
    why,
    String(recovered),
  ]);
  return { columns: GAP_COLUMNS, rows };
}

/** A time as programs read it: `2026-01-31T12:00:00Z`, to the millisecond if it has any. */
export function isoTime(seconds: number): string {
  return new Date(seconds * 1_000).toISOString().replace(".000", "");
}
