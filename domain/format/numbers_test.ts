import { strictEqual } from "node:assert/strict";
import {
  formatChange,
  formatCount,
  formatPercent,
  formatSpan,
  formatStep,
} from "./numbers.ts";

const CASES: [now: number, before: number, words: string][] = [
  [112, 100, "↑ 12 % more"],
  [92, 100, "↓ 8 % fewer"],
  [0, 50, "↓ 100 % fewer"],
  [1_004, 1_000, "→ as many"],
  [299, 100, "↑ 199 % more"],
  [320, 100, "↑ 3.2 times as many"],
  [1_449, 100, "↑ 14 times as many"],
];

for (const [now, before, expected] of CASES) {
  Deno.test(`formatChange() tells ${now} after ${before} as "${expected}"`, () => {
    const { sign, words } = formatChange(now, before);
    strictEqual(`${sign} ${words}`.replaceAll("\u00a0", " "), expected);
  });
}

Deno.test("formatCount() groups thousands and knows no parts of a post", () => {
  strictEqual(formatCount(0), "0");
  strictEqual(formatCount(20_761), "20,761");
  strictEqual(formatCount(41.4), "41");
});

Deno.test("formatPercent() tells whole percent with a space that does not break", () => {
  strictEqual(formatPercent(3, 8), "38\u00a0%");
  strictEqual(formatPercent(0, 8), "0\u00a0%");
});

Deno.test("formatPercent() has no share of nothing", () => {
  strictEqual(formatPercent(0, 0), "–");
});

const FORMAT_SPAN_CASES: [seconds: number, words: string][] = [
  [-1, "0 s"],
  [0.4, "0 s"],
  [59.9, "59 s"],
  [60, "1 min"],
  [3_599, "59 min"],
  [86_399, "23 h"],
  [86_400 * 40, "40 d"],
];

for (const [seconds, words] of FORMAT_SPAN_CASES) {
  Deno.test(`formatSpan() calls ${seconds} s "${words}"`, () => {
    strictEqual(formatSpan(seconds).replace("\u00a0", " "), words);
  });
}

const FORMAT_STEP_CASES: [step: number, expected: string][] = [
  [10, "10 seconds"],
  [60, "minute"],
  [600, "10 minutes"],
  [3_600, "hour"],
  [86_400, "day"],
  [2_592_000, "30 days"],
  [90, "90 seconds"],
];

for (const [step, expected] of FORMAT_STEP_CASES) {
  Deno.test(`formatStep() names ${step} s "per ${expected}"`, () => {
    strictEqual(formatStep(step).replaceAll("\u00a0", " "), expected);
  });
}
