import { deepStrictEqual } from "node:assert/strict";
import type { Series } from "../../domain/series/series.ts";
import { scoreChartData } from "./score_chart_data.ts";

const SERIES: Series = {
  topic: "trump",
  step: 60,
  t: [0, 60, 120, 180],
  posts: [4, 0, 1, 2],
  positive: [2, 0, 1, 2],
  neutral: [0, 0, 0, 0],
  negative: [2, 0, 0, 0],
  score: [0, 0, 3, 6],
  squares: [4, 0, 9, null],
};

Deno.test("scoreChartData() has a band only where it is known how far scores lie apart", () => {
  const [line] = scoreChartData({ series: SERIES, isLastCurrent: true }).lines;
  deepStrictEqual(line!.values, [0, null, 3, 3]);
  const half = 1.96 * Math.sqrt(4 / 3 / 4);
  deepStrictEqual(line!.band, {
    lower: [-half, null, null, null],
    upper: [half, null, null, null],
  });
});
