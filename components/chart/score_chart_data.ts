import { formatSigned } from "../../domain/format/format_signed.ts";
import { meanScores } from "../../domain/series/statistics.ts";
import { lineChartData } from "./axes.ts";
import type { ChartInput } from "./chart_input.ts";
import type { ChartData } from "./data.ts";
import { missingStretches } from "./missing_stretches.ts";
import { seriesSpan } from "./series_span.ts";

/** Mean score of each bucket, within the band that holds it in 95 of 100 cases. */
export function scoreChartData(
  { series, isLastCurrent, outages = [] }: ChartInput,
): ChartData {
  const { means, halves } = meanScores(series);
  const around = (sign: number) =>
    means.map((mean, i) => {
      const half = halves[i] ?? null;
      return mean === null || half === null ? null : mean + sign * half;
    });
  return lineChartData({
    t: series.t,
    step: series.step,
    lines: [{
      label: "mean",
      color: "ink",
      values: means,
      band: { lower: around(-1), upper: around(1) },
    }],
    isLastCurrent,
    format: formatSigned,
  }, { missing: missingStretches(outages, seriesSpan(series)) });
}
