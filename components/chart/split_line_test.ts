import { deepStrictEqual } from "node:assert/strict";
import { splitLine } from "./split_line.ts";

Deno.test("splitLine() parts the way to the bucket that is still filling from the line", () => {
  deepStrictEqual(splitLine([1, 2, 3], true), {
    settled: [1, 2, null],
    current: [null, 2, 3],
  });
});

Deno.test("splitLine() leaves a line whole that has settled, or does not reach the end", () => {
  deepStrictEqual(splitLine([1, 2], false), { settled: [1, 2], current: null });
  deepStrictEqual(splitLine([1, null], true), {
    settled: [1, null],
    current: null,
  });
});
