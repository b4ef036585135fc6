import { strictEqual } from "node:assert/strict";
import { viewStep } from "./view_step.ts";

const CASES: [span: number, step: number][] = [
  [60, 10],
  [2_000, 10],
  [3_600, 60],
  [21_600, 120],
  [86_400, 600],
  [7 * 86_400, 3_600],
  [30 * 86_400, 21_600],
];

for (const [span, step] of CASES) {
  Deno.test(`viewStep() shows ${span} s in buckets of ${step} s`, () => {
    strictEqual(viewStep(span), step);
  });
}
