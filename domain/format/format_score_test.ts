import { strictEqual } from "node:assert/strict";
import { formatScore } from "./format_score.ts";

const CASES: [sum: number, posts: number, expected: string][] = [
  [21, 100, "+0.21"],
  [-14, 10, "−1.40"],
  [0, 10, "0.00"],
  [-1, 1_000, "0.00"],
  [0, 0, "–"],
];

for (const [sum, posts, expected] of CASES) {
  Deno.test(`formatScore() tells ${sum} of ${posts} posts as ${expected}`, () => {
    strictEqual(formatScore(sum, posts), expected);
  });
}
