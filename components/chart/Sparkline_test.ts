import { deepStrictEqual } from "node:assert/strict";
import { unscored } from "../../tests/support/posts.ts";
import { sparklineValues } from "./Sparkline.tsx";

Deno.test("sparklineValues() leaves the bucket that is still filling out, and has no mean of nothing", () => {
  const values = sparklineValues({
    t: [0, 60, 120],
    posts: [4, 0, 9],
    positive: [1, 0, 9],
    negative: [2, 0, 0],
    neutral: [1, 0, 0],
    score: [-2, 0, 9],
    squares: [4, 0, 9],
    ...unscored(3),
  });
  deepStrictEqual(values, {
    posts: [4, 0],
    mood: [-25, null],
    positive: [0.25, null],
    negative: [0.5, null],
  });
});
