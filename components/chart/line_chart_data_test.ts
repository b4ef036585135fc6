import { deepStrictEqual, ok } from "node:assert/strict";
import { lineChartData } from "./axes.ts";
import type { ChartLine } from "./data.ts";

function draw(...lines: ChartLine[]) {
  const t = lines[0]!.values.map((_, i) => i * 60);
  return lineChartData({
    t,
    step: 60,
    lines,
    isLastCurrent: false,
    format: String,
  });
}

Deno.test("lineChartData() holds zero and all values, and names lines where they end", () => {
  const { min, max, ticks, names } = draw(
    { label: "trump", color: "line-1", values: [2, 7, null] },
    { label: "a name that is long", color: "#aa0000", values: [1, 1, 1] },
    { label: "nothing", color: "line-2", values: [null, null, null] },
  );
  deepStrictEqual([min, max], [0, 8]);
  deepStrictEqual(ticks.map(({ text }) => text), ["0", "2", "4", "6", "8"]);
  deepStrictEqual(names, [
    { y: 1, text: "a name tha…", color: "#aa0000" },
    { y: 7, text: "trump", color: "line-1" },
  ]);
});

Deno.test("lineChartData() cuts a band off that reaches far beyond its line", () => {
  const band = { lower: [0, -50], upper: [2, 50] };
  const { min, max } = draw(
    { label: "mean", color: "ink", values: [1, 2], band },
  );
  ok(min >= -2 && max <= 4, `${min} to ${max}`);
  const narrow = { lower: [0.5, 1.5], upper: [1.5, 2.5] };
  deepStrictEqual(
    draw({ label: "mean", color: "ink", values: [1, 2], band: narrow }).max,
    3,
  );
});
