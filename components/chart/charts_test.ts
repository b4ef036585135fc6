import { deepStrictEqual } from "node:assert/strict";
import type { Series } from "../../domain/series/series.ts";
import { shareChartData } from "./charts.ts";

const SERIES: Series = {
  topic: "trump",
  step: 60,
  t: [0, 60, 120],
  posts: [4, 0, 2],
  positive: [1, 0, 1],
  neutral: [2, 0, 1],
  negative: [1, 0, 0],
  score: [0, 0, 3],
  squares: [2, 0, 9],
};

Deno.test("shareChartData() stacks the shares to 100 % and leaves a gap where nobody posted", () => {
  const { layers, max } = shareChartData({
    series: SERIES,
    isLastCurrent: false,
  });
  deepStrictEqual(
    layers.map(({ tone, lower, upper }) => ({ tone, lower, upper })),
    [
      { tone: "positive", lower: undefined, upper: [25, null, 50] },
      { tone: "neutral", lower: [25, null, 50], upper: [75, null, 100] },
      { tone: "negative", lower: [75, null, 100], upper: [100, null, 100] },
    ],
  );
  deepStrictEqual(max, 100);
});

Deno.test("shareChartData() parts the bucket that is still filling from the others", () => {
  const [whole, current] =
    shareChartData({ series: SERIES, isLastCurrent: true }).layers;
  deepStrictEqual(whole!.upper, [25, null, null]);
  deepStrictEqual(current!.upper, [null, null, 50]);
  deepStrictEqual([whole!.current, current!.current], [false, true]);
});

Deno.test("shareChartData() names the bands of the last whole bucket that are high enough", () => {
  deepStrictEqual(
    shareChartData({ series: SERIES, isLastCurrent: true }).names.map((
      { text, y },
    ) => [text, y]),
    [["positive", 12.5], ["neutral", 50], ["negative", 87.5]],
  );
  deepStrictEqual(
    shareChartData({ series: SERIES, isLastCurrent: false }).names.map((
      { text },
    ) => text),
    ["positive", "neutral"],
  );
});
