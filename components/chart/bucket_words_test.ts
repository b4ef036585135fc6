import { strictEqual } from "node:assert/strict";
import { bucketWords } from "./bucket_words.ts";

const CASES: [step: number, withDate: boolean, expected: string][] = [
  [60, false, "13:37"],
  [10, false, "13:37:20"],
  [3_600, true, "4 May 2009, 13:37"],
  [86_400, true, "4 May 2009"],
];

for (const [step, withDate, expected] of CASES) {
  Deno.test(`bucketWords() tells a bucket of ${step} s as "${expected}"`, () => {
    const t = Date.UTC(2009, 4, 4, 13, 37, 20) / 1_000;
    strictEqual(bucketWords(t, step, "UTC", withDate), expected);
  });
}
