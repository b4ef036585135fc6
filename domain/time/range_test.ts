import fc from "fast-check";
import { ok, strictEqual } from "node:assert/strict";
import { fittingStep, viewStep } from "./range.ts";

const CASES: [name: string, span: number, step: number][] = [
  ["15 minutes", 900, 10],
  ["an hour", 3_600, 30],
  ["a day", 86_400, 600],
  ["a week", 604_800, 3_600],
  ["nine years", 9 * 31_557_600, 30 * 86_400],
];

for (const [name, span, step] of CASES) {
  Deno.test(`fittingStep() cuts ${name} into buckets of ${step} s`, () => {
    strictEqual(fittingStep(span), step);
  });
}

Deno.test("fittingStep() is a multiple of 10 and makes no more points than asked for", () => {
  const spans = fc.integer({ min: 1, max: 260_000_000_000 });
  fc.assert(
    fc.property(spans, fc.integer({ min: 1, max: 400 }), (span, maxPoints) => {
      const step = fittingStep(span, { maxPoints });
      strictEqual(step % 10, 0);
      ok(span / step <= maxPoints);
    }),
  );
});

const VIEW_STEP_CASES: [span: number, step: number][] = [
  [60, 10],
  [2_000, 10],
  [3_600, 60],
  [21_600, 120],
  [86_400, 600],
  [7 * 86_400, 3_600],
  [30 * 86_400, 21_600],
];

for (const [span, step] of VIEW_STEP_CASES) {
  Deno.test(`viewStep() shows ${span} s in buckets of ${step} s`, () => {
    strictEqual(viewStep(span), step);
  });
}
