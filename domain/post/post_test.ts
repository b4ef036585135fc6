import { strictEqual } from "node:assert/strict";
import { sentimentOf } from "./post.ts";

for (
  const [score, sentiment] of [
    [1, "positive"],
    [0, "neutral"],
    [-1, "negative"],
  ] as const
) {
  Deno.test(`sentimentOf() calls a score of ${score} ${sentiment}`, () => {
    strictEqual(sentimentOf(score), sentiment);
  });
}
