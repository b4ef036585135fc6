import fc from "fast-check";
import { deepStrictEqual } from "node:assert/strict";
import { sentimentOf } from "../post/post.ts";
import { addPostToTotals, addTotals, NO_TOTALS } from "./apply.ts";

/** Posts of the lexicon, by their scores. */
function postsOf(scores: readonly number[]) {
  return scores.map((score) => ({ score, sentiment: sentimentOf(score) }));
}

Deno.test("addPostToTotals() counts a post by its sentiment, whatever its score", () => {
  const odd = { score: 2, sentiment: "negative" } as const;
  const totals = [...postsOf([3, 0, 2]), odd].reduce(
    addPostToTotals,
    NO_TOTALS,
  );
  deepStrictEqual(
    totals,
    { posts: 4, positive: 2, negative: 1, neutral: 1, score: 7 },
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
        postsOf(first).reduce(addPostToTotals, NO_TOTALS),
        postsOf(second).reduce(addPostToTotals, NO_TOTALS),
      ),
      postsOf([...first, ...second]).reduce(addPostToTotals, NO_TOTALS),
    );
  }));
});
