import { deepStrictEqual } from "node:assert/strict";
import { makeWindow } from "../../tests/support/make_snapshot.ts";
import { postsChartData } from "./posts_chart_data.ts";

Deno.test("postsChartData() has a gap where nothing could be read, and zero where nobody posted", () => {
  const outage = { from: 15, to: null, sources: ["x:"], reasons: ["refused"] };
  const series = makeWindow([0, 0, 3, 0], 30);
  const { layers, missing } = postsChartData({
    series,
    isLastCurrent: true,
    outages: [outage],
  });
  deepStrictEqual(missing, [{ from: 15, to: 40 }]);
  deepStrictEqual(layers.map(({ upper }) => upper), [
    [0, null, 3, null],
    [null, null, null, null],
  ]);
});
