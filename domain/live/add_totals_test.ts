import fc from "fast-check";
import { deepStrictEqual } from "node:assert/strict";
import { addPostToTotals, addTotals, NO_TOTALS } from "./apply.ts";

Deno.test("addPostToTotals() counts a post by the sign of its score", () => {
  const totals = [3, -1, 0, 2].reduce(addPostToTotals, NO_TOTALS);
  deepStrictEqual(
    totals,
    { posts: 4, positive: 2, negative: 1, neutral: 1, score: 4 },
  );
  deepStrictEqual(
    NO_TOTALS,
    { posts: 0, positive: 0, negative: 0, neutral: 0, score: 0 },
  );
});

Deno.test("addTotals() of two halves equals the totals of the whole", () => {
  const scores = fc.array(fc.integer({ min: -9, max: 9 }));
  fc.assert(fc.property(scores, scores, (first, second) => {
    deepStrictEqual(
      addTotals(
        first.reduce(addPostToTotals, NO_TOTALS),
        second.reduce(addPostToTotals, NO_TOTALS),
      ),
      [...first, ...second].reduce(addPostToTotals, NO_TOTALS),
    );
  }));
});
