import { strictEqual } from "node:assert/strict";
import { clampCreated } from "./clamp_created.ts";

const NOW = Date.UTC(2026, 6, 4, 12);
const DAY = 86_400_000;

const CASES: readonly [string, createdMs: number, expected: number][] = [
  ["takes a believable time as it is", NOW - 3_600_000, NOW - 3_600_000],
  ["takes a time of a day ago", NOW - DAY, NOW - DAY],
  ["moves what is older to a day ago", NOW - DAY - 1, NOW - DAY],
  ["moves the year 1601 to a day ago", Date.UTC(1601, 0, 1), NOW - DAY],
  ["takes a clock that is a minute fast", NOW + 60_000, NOW + 60_000],
  ["moves what is later to a minute from now", NOW + 60_001, NOW + 60_000],
  ["moves the year 2999", Date.UTC(2999, 0, 1), NOW + 60_000],
  ["takes the time of receipt for no time", NaN, NOW],
  ["moves the beginning of all time", -Infinity, NOW - DAY],
  ["moves the end of all time", Infinity, NOW + 60_000],
  ["gives whole milliseconds", NOW - 0.5, NOW - 1],
];

for (const [does, createdMs, expected] of CASES) {
  Deno.test(`clampCreated() ${does}`, () => {
    strictEqual(clampCreated(createdMs, NOW), expected);
  });
}
