import { match, strictEqual } from "node:assert/strict";
import { formatTime, type TimePrecision } from "./times.ts";

const CASES: [precision: TimePrecision, expected: string][] = [
  ["year", "2014"],
  ["month", "Mar 2014"],
  ["day", "4 Mar 2014"],
  ["date", "4 Mar"],
  ["minute", "00:05"],
  ["second", "00:05:30"],
];

for (const [precision, expected] of CASES) {
  Deno.test(`formatTime() tells the ${precision} in UTC`, () => {
    const seconds = Date.UTC(2014, 2, 4, 0, 5, 30) / 1_000;
    strictEqual(formatTime(seconds, precision, "UTC"), expected);
  });
}

Deno.test("formatTime() tells local times in the zone of the machine", () => {
  const date = new Date(2014, 2, 4, 17, 5);
  match(formatTime(date.getTime() / 1_000, "minute", "local"), /^17:05$/);
});
