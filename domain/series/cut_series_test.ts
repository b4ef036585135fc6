import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { makeWindow } from "../../tests/support/make_snapshot.ts";
import { cutSeries } from "./cut_series.ts";

Deno.test("cutSeries() shows nothing of what has not come yet", () => {
  const series = makeWindow([1, 2, 0], 30);
  deepStrictEqual(cutSeries(series, 29), makeWindow([1, 2], 20));
  strictEqual(cutSeries(series, 30), series);
  deepStrictEqual(cutSeries(series, -100).t, [10]);
});
