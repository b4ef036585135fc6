import { deepStrictEqual } from "node:assert/strict";
import { indexValues } from "./index_values.ts";

Deno.test("indexValues() makes the mean 100", () => {
  deepStrictEqual(indexValues([1, 2, 3], false), [50, 100, 150]);
});

Deno.test("indexValues() takes the mean of what is known and finished", () => {
  deepStrictEqual(indexValues([2, null, 4, 1], true), [
    200 / 3,
    null,
    400 / 3,
    100 / 3,
  ]);
});

Deno.test("indexValues() of nothing are nothing", () => {
  deepStrictEqual(indexValues([0, 0, 5], true), [null, null, null]);
  deepStrictEqual(indexValues([], false), []);
});
