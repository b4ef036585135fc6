import fc from "fast-check";
import { deepStrictEqual, ok } from "node:assert/strict";
import {
  lineChartData,
  lineColor,
  lineDash,
  scaleTicks,
  spreadNames,
} from "./axes.ts";
import { timeAxis } from "./time_axis.ts";
import type { ChartLine } from "./data.ts";

const CASES: [min: number, max: number, ticks: number[]][] = [
  [0, 4, [0, 1, 2, 3, 4]],
  [-0.9, 2.4, [-1, 0, 1, 2, 3]],
  [-2.7, 5.2, [-3, 0, 3, 6]],
  [0, 0.42, [0, 0.2, 0.4, 0.6]],
  [0, 0, [0, 0.25, 0.5, 0.75, 1]],
  [0, 812, [0, 250, 500, 750, 1_000]],
];

for (const [min, max, ticks] of CASES) {
  Deno.test(`scaleTicks() marks ${min} to ${max} at ${ticks.join(", ")}`, () => {
    deepStrictEqual(scaleTicks(min, max), ticks);
  });
}

Deno.test("scaleTicks() counts in whole numbers if the unit is 1", () => {
  deepStrictEqual(scaleTicks(0, 0, 1), [0, 1]);
  deepStrictEqual(scaleTicks(0, 1, 1), [0, 1]);
  deepStrictEqual(scaleTicks(0, 3, 1), [0, 1, 2, 3]);
  deepStrictEqual(scaleTicks(0, 9, 1), [0, 3, 6, 9]);
  deepStrictEqual(scaleTicks(0, 10, 1), [0, 3, 6, 9, 12]);
  deepStrictEqual(scaleTicks(0, 68, 1), [0, 20, 40, 60, 80]);
  deepStrictEqual(scaleTicks(0, 95, 1), [0, 25, 50, 75, 100]);
});

Deno.test("scaleTicks() of counts are whole, few, and reach the highest", () => {
  fc.assert(fc.property(fc.nat(), (max) => {
    const ticks = scaleTicks(0, max, 1);
    ok(ticks.every(Number.isInteger));
    ok(ticks.length >= 2 && ticks.length <= 5);
    ok(ticks[0] === 0 && ticks.at(-1)! >= max);
  }));
});

Deno.test("scaleTicks() are two to five, ascending, and hold what they are for", () => {
  const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  fc.assert(fc.property(number, number, (a, b) => {
    const [min, max] = [Math.min(a, b), Math.max(a, b)];
    fc.pre(max - min > 1e-6);
    const ticks = scaleTicks(min, max);
    const slack = 1e-6 * (max - min) + 1e-9;
    ok(ticks.length >= 2 && ticks.length <= 5, `${ticks}`);
    ok(ticks[0]! <= min + slack && ticks.at(-1)! >= max - slack, `${ticks}`);
    ok(ticks.every((tick, i) => i === 0 || tick > ticks[i - 1]!));
  }));
});

function spread(ys: readonly number[], least = 10): number[] {
  const names = ys.map((y, i) => ({ y, text: `${i}` }));
  return spreadNames(names, { min: 0, max: 100, least }).map(({ y }) => y);
}

Deno.test("spreadNames() leaves names alone that are far apart", () => {
  deepStrictEqual(spread([50, 10, 90]), [10, 50, 90]);
});

Deno.test("spreadNames() moves names apart that would lie on each other, and none off the chart", () => {
  deepStrictEqual(spread([50, 50, 55]), [50, 60, 70]);
  deepStrictEqual(spread([98, 99, 100]), [80, 90, 100]);
});

Deno.test("spreadNames() keeps the distance wherever there is room for it", () => {
  const ys = fc.array(fc.nat(100), { maxLength: 10 });
  fc.assert(fc.property(ys, (ys) => {
    const placed = spread(ys);
    ok(placed.every((y) => y >= 0 && y <= 100));
    ok(placed.every((y, i) => i === 0 || y - placed[i - 1]! >= 10 - 1e-9));
  }));
});

function draw(...lines: ChartLine[]) {
  const t = lines[0]!.values.map((_, i) => i * 60);
  const axis = timeAxis({ t, step: 60 }, "UTC", false);
  const input = { axis, isLastCurrent: false, outages: [] };
  return lineChartData(input, lines, { format: String });
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

Deno.test("lines are told apart by their dashes alone, and by their colors", () => {
  const lines = [0, 1, 2, 3, 4, 5, 6];
  deepStrictEqual(new Set(lines.map((n) => `${lineDash(n)}`)).size, 7);
  deepStrictEqual(new Set(lines.map(lineColor)).size, 5);
});
