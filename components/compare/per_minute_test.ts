import { strictEqual } from "node:assert/strict";
import { perMinute } from "./per_minute.ts";

const CASES: [posts: number, seconds: number, words: string][] = [
  [0, 60, "0"],
  [41, 60, "41"],
  [1_200_000, 3_600, "20,000"],
  [9, 60, "9.0"],
  [597, 3_600, "10"],
  [3, 3_600, "0.05"],
  [5, 0, "–"],
];

for (const [posts, seconds, words] of CASES) {
  Deno.test(`perMinute() tells ${posts} posts in ${seconds} s as ${words}`, () => {
    strictEqual(perMinute(posts, seconds), words);
  });
}
