import { bucketWords } from "./bucket_words.ts";
import type { ChartView } from "./chart_view.ts";
import type { ChartData } from "./data.ts";

/** When a bucket of a chart was, as its title line tells it. */
export function whenWords(
  { t, step }: Pick<ChartData, "t" | "step">,
  index: number,
  { zone, withDate }: Pick<ChartView, "zone" | "withDate">,
): string {
  return bucketWords(t[index] ?? 0, step, zone, withDate);
}
