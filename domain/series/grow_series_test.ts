import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { makeWindow } from "../../tests/support/make_snapshot.ts";
import { growSeries } from "./grow_series.ts";

Deno.test("growSeries() adds zeros at the end, and loses nothing", () => {
  const { t, posts, squares } = growSeries(makeWindow([1, 2], 20), 45);
  deepStrictEqual(t, [10, 20, 30, 40]);
  deepStrictEqual(posts, [1, 2, 0, 0]);
  deepStrictEqual(squares.slice(2), [0, 0]);
});

Deno.test("growSeries() leaves a series alone that reaches now", () => {
  const series = makeWindow([1, 2], 20);
  strictEqual(growSeries(series, 29), series);
  strictEqual(growSeries(series, 0), series);
});
