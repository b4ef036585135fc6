import fc from "fast-check";
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { makeWindow } from "../../tests/support/make_snapshot.ts";
import { postsChartData } from "./charts.ts";
import { barRects, barsPath, linePath } from "./shapes.ts";

Deno.test("barsPath() stands bars side by side, and leaves gaps and empty bars out", () => {
  const layer = { tone: "posts", current: false, upper: [10, null, 0, 5] };
  strictEqual(
    barsPath({ ...layer, tone: "posts" }, 10),
    "M0 1000V0h1V1000M3 1000V500h1V1000",
  );
});

Deno.test("barsPath() begins a stacked bar where the one below it ends", () => {
  strictEqual(
    barsPath(
      { tone: "neutral", current: false, lower: [25], upper: [75] },
      100,
    ),
    "M0 750V250h1V750",
  );
});

Deno.test("linePath() lifts the pen where there is no value", () => {
  strictEqual(
    linePath([0, 10, null, 5], 0, 10),
    "M0 100h0L1 0M3 50h0",
  );
});

Deno.test("linePath() of equal bounds stays at the bottom", () => {
  strictEqual(linePath([3, 3], 3, 3), "M0 100h0L1 100");
});

Deno.test("barRects() leaves a pixel between bars that have the room", () => {
  const data = postsChartData({
    series: makeWindow([1, 0, 2], 100),
    isLastCurrent: false,
  });
  deepStrictEqual(barRects(data, 0, { width: 30, height: 10 }), [
    [0, 5, 9, 5],
    [20, 0, 9, 10],
  ]);
});

Deno.test("barRects() puts crowded bars next to each other", () => {
  const data = postsChartData({
    series: makeWindow([1, 1, 1], 100),
    isLastCurrent: false,
  });
  deepStrictEqual(barRects(data, 0, { width: 6, height: 1 }), [
    [0, 0, 2, 1],
    [2, 0, 2, 1],
    [4, 0, 2, 1],
  ]);
});

Deno.test("barRects() stay on whole pixels within the canvas", () => {
  const counts = fc.array(fc.nat(999), { minLength: 1, maxLength: 200 });
  const sizes = fc.record({
    width: fc.integer({ min: 200, max: 2_000 }),
    height: fc.integer({ min: 50, max: 500 }),
  });
  fc.assert(fc.property(counts, sizes, (posts, { width, height }) => {
    const data = postsChartData({
      series: makeWindow(posts, 10_000),
      isLastCurrent: false,
    });
    for (const [x, y, w, h] of barRects(data, 0, { width, height })) {
      ok([x, y, w, h].every(Number.isInteger));
      ok(x >= 0 && x + w <= width && w >= 1 && y >= 0 && y + h === height);
    }
  }));
});
