import { strictEqual } from "node:assert/strict";
import { formatStep } from "./format_step.ts";

const CASES: [step: number, expected: string][] = [
  [10, "10 seconds"],
  [60, "minute"],
  [600, "10 minutes"],
  [3_600, "hour"],
  [86_400, "day"],
  [2_592_000, "30 days"],
  [90, "90 seconds"],
];

for (const [step, expected] of CASES) {
  Deno.test(`formatStep() names ${step} s "per ${expected}"`, () => {
    strictEqual(formatStep(step).replaceAll("\u00a0", " "), expected);
  });
}
