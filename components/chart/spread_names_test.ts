import { deepStrictEqual, ok } from "node:assert/strict";
import fc from "fast-check";
import { spreadNames } from "./spread_names.ts";

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
