import { strictEqual } from "node:assert/strict";
import { formatAgo } from "./format_ago.ts";

const NOW = Date.UTC(2018, 0, 31, 12);
const CASES: [secondsAgo: number, expected: string][] = [
  [-5, "0 s"],
  [12.9, "12 s"],
  [60, "1 min"],
  [3_599, "59 min"],
  [7_200, "2 h"],
  [5 * 86_400, "5 d"],
  [40 * 86_400, "22 Dec 2017"],
];

for (const [secondsAgo, expected] of CASES) {
  Deno.test(`formatAgo() tells ${secondsAgo} s as "${expected}"`, () => {
    const ago = formatAgo(NOW - secondsAgo * 1_000, NOW);
    strictEqual(ago.replaceAll("\u00a0", " "), expected);
  });
}
