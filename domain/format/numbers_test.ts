import { strictEqual } from "node:assert/strict";
import { formatChange } from "./numbers.ts";

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
