import fc from "fast-check";
import { deepStrictEqual, ok } from "node:assert/strict";
import { makeWindow } from "../../tests/support/make_snapshot.ts";
import { barRects } from "./bar_rects.ts";
import { postsChartData } from "./posts_chart_data.ts";

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
