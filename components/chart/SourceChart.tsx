/** Posts by source; loaded where there are several. @module */
import { useComputed } from "@preact/signals";
import type { VNode } from "preact";
import { formatCount } from "../../domain/format/numbers.ts";
import type { SourceSeries } from "../../domain/series/series.ts";
import { sourceWord } from "../elements/labels.ts";
import { lineChartData, lineColor, lineDash } from "./axes.ts";
import type { ChartData } from "./data.ts";
import { describeChart, formatKnown } from "./describe.ts";
import { LinesChart } from "./TimeChart.tsx";
import type { TopicView } from "./TopicCharts.tsx";
import type { Shown } from "./topic_data.ts";

/** Where posts come from: a line for each source over time. */
export function SourceChart({ view }: { view: TopicView }): VNode {
  const data = useComputed(() => sourceChartData(view.shown.value));
  const totals = data.value.lines.map(({ label, values }) => {
    const total = values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
    return `${label} ${formatCount(total)}`;
  });
  return (
    <LinesChart
      view={view}
      id="sources"
      title="Posts by source"
      data={data}
      summary={describeChart(
        "Posts by source",
        totals.join(", ") || "none",
        view.shown.value,
      )}
      format={formatKnown}
    />
  );
}

/** Number of posts in each bucket, a line for each source. */
export function sourceChartData(shown: Shown): ChartData {
  const { axis, sources } = shown;
  const lines = Object.keys(sources?.sources ?? {}).sort().map((key, n) => ({
    label: sourceWord(key),
    color: lineColor(n),
    dash: lineDash(n),
    values: valuesAt(axis.t, sources!, key),
  }));
  return lineChartData(shown, lines, { format: formatCount, unit: 1 });
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
