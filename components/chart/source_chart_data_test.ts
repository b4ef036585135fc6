import { deepStrictEqual } from "node:assert/strict";
import { makeWindow } from "../../tests/support/make_snapshot.ts";
import { sourceChartData } from "./source_chart_data.ts";

Deno.test("sourceChartData() has a line for each source, where the charts beside it have their buckets", () => {
  const series = { ...makeWindow([1, 2, 3], 120), step: 60, t: [60, 120, 180] };
  const { t, lines } = sourceChartData({
    series,
    isLastCurrent: true,
    outages: [],
    sources: {
      t: [0, 60, 120],
      sources: { "x:": [9, 0, 1], "bluesky:": [9, null, 1] },
    },
  });
  deepStrictEqual(t, [60, 120, 180]);
  deepStrictEqual(lines.map(({ label, values }) => [label, values]), [
    ["bluesky", [null, 1, null]],
    ["x", [0, 1, null]],
  ]);
  deepStrictEqual(lines.map(({ color }) => color), ["line-1", "line-2"]);
});
