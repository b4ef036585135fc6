import { deepStrictEqual, ok } from "node:assert/strict";
import fc from "fast-check";
import { niceTicks } from "./nice_ticks.ts";

const CASES: [max: number, ticks: number[]][] = [
  [0, [0, 1]],
  [1, [0, 1]],
  [3, [0, 1, 2, 3]],
  [7, [0, 2, 4, 6, 8]],
  [68, [0, 20, 40, 60, 80]],
  [95, [0, 25, 50, 75, 100]],
  [1_000, [0, 250, 500, 750, 1_000]],
];

for (const [max, ticks] of CASES) {
  Deno.test(`niceTicks() of ${max} are ${ticks}`, () => {
    deepStrictEqual(niceTicks(max), ticks);
  });
}

Deno.test("niceTicks() are whole, few, and reach the highest value", () => {
  fc.assert(fc.property(fc.nat(), (max) => {
    const ticks = niceTicks(max);
    ok(ticks.every(Number.isInteger));
    ok(ticks.length >= 2 && ticks.length <= 5);
    ok(ticks.at(-1)! >= max);
  }));
});
