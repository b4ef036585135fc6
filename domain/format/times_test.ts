import { match, strictEqual } from "node:assert/strict";
import { formatAgo, formatTime, type TimePrecision } from "./times.ts";

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

const TIMES_CASES: [precision: TimePrecision, expected: string][] = [
  ["year", "2014"],
  ["month", "Mar 2014"],
  ["day", "4 Mar 2014"],
  ["date", "4 Mar"],
  ["minute", "00:05"],
  ["second", "00:05:30"],
];

for (const [precision, expected] of TIMES_CASES) {
  Deno.test(`formatTime() tells the ${precision} in UTC`, () => {
    const seconds = Date.UTC(2014, 2, 4, 0, 5, 30) / 1_000;
    strictEqual(formatTime(seconds, precision, "UTC"), expected);
  });
}

Deno.test("formatTime() tells local times in the zone of the machine", () => {
  const date = new Date(2014, 2, 4, 17, 5);
  match(formatTime(date.getTime() / 1_000, "minute", "local"), /^17:05$/);
});
