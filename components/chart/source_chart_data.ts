import { formatCount } from "../../domain/format/format_count.ts";
import type { SourceSeries } from "../../domain/series/source_series.ts";
import { sourceWord } from "../pipeline/source_word.ts";
import { lineChartData } from "./axes.ts";
import type { Shown } from "./chart_view.ts";
import type { ChartData } from "./data.ts";
import { lineStyle } from "./line_style.ts";
import { missingStretches } from "./missing_stretches.ts";

/** Number of posts in each bucket, a line for each source. */
export function sourceChartData(
  { series, isLastCurrent, outages, sources }: Shown,
): ChartData {
  const { t, step } = series;
  const span = { from: t[0] ?? 0, to: (t.at(-1) ?? 0) + step };
  const lines = Object.keys(sources?.sources ?? {}).sort().map((key, n) => ({
    label: sourceWord(key),
    ...lineStyle(n),
    values: valuesAt(t, sources!, key),
  }));
  return lineChartData(
    { t, step, lines, isLastCurrent, format: formatCount },
    { unit: 1, missing: missingStretches(outages, span) },
  );
}

/** A source's counts at the buckets of another series; null where they are not known yet. */
function valuesAt(
  t: readonly number[],
  { t: starts, sources }: SourceSeries,
  key: string,
): (number | null)[] {
  const column = new Map(starts.map((start, i) => [start, sources[key]![i]]));
  return t.map((start) => column.get(start) ?? null);
}
