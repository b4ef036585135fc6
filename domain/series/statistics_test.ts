import fc from "fast-check";
import { deepStrictEqual, ok } from "node:assert/strict";
import { indexValues, meanScores } from "./statistics.ts";

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

Deno.test("meanScores() has no mean of nothing, and no interval of one", () => {
  deepStrictEqual(
    meanScores({ posts: [0, 1, 2], score: [0, 3, 4], squares: [0, 9, null] }),
    { means: [null, 3, 2], halves: [null, null, null] },
  );
});

Deno.test("meanScores() agrees with the deviation as it is defined", () => {
  const scores = fc.array(fc.integer({ min: -9, max: 9 }), {
    minLength: 2,
    maxLength: 50,
  });
  fc.assert(fc.property(scores, (scores) => {
    const n = scores.length;
    const sum = scores.reduce((a, b) => a + b, 0);
    const squares = scores.reduce((a, b) => a + b * b, 0);
    const mean = sum / n;
    const variance = scores.reduce((a, b) => a + (b - mean) ** 2, 0) / (n - 1);
    const { means, halves } = meanScores({
      posts: [n],
      score: [sum],
      squares: [squares],
    });
    ok(Math.abs(means[0]! - mean) < 1e-9);
    ok(Math.abs(halves[0]! - 1.96 * Math.sqrt(variance / n)) < 1e-6);
  }));
});
