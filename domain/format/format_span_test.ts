import { strictEqual } from "node:assert/strict";
import { formatSpan } from "./format_span.ts";

const CASES: [seconds: number, words: string][] = [
  [-1, "0 s"],
  [0.4, "0 s"],
  [59.9, "59 s"],
  [60, "1 min"],
  [3_599, "59 min"],
  [86_399, "23 h"],
  [86_400 * 40, "40 d"],
];

for (const [seconds, words] of CASES) {
  Deno.test(`formatSpan() calls ${seconds} s "${words}"`, () => {
    strictEqual(formatSpan(seconds).replace("\u00a0", " "), words);
  });
}
