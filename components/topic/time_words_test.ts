import { strictEqual } from "node:assert/strict";
import { timeWords } from "./time_words.ts";

const CASES: [key: string, expected: string | null][] = [
  ["", null],
  ["range=15m", null],
  ["range=5m", "5\u00a0min"],
  ["range=7d", "7\u00a0d"],
  ["range=all", "in all"],
  ["from=10&to=20", "in this time"],
];

for (const [key, expected] of CASES) {
  Deno.test(`timeWords() calls "${key}" ${JSON.stringify(expected)}`, () => {
    strictEqual(timeWords(key), expected);
  });
}
