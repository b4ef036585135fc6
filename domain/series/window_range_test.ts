import { deepStrictEqual } from "node:assert/strict";
import { windowRange } from "./window_range.ts";

/** 2026-01-31T12:00:00Z in seconds. */
const NOON = 1_769_860_800;

for (
  const [name, nowMs, to] of [
    ["begins", NOON * 1_000, NOON + 10],
    ["is half over", NOON * 1_000 + 5_000, NOON + 10],
    ["ends", NOON * 1_000 + 9_999, NOON + 10],
    ["is over", NOON * 1_000 + 10_000, NOON + 20],
    ["lies before 1970", -1, 0],
  ] as const
) {
  Deno.test(`windowRange() ends with the current bucket when that ${name}`, () => {
    deepStrictEqual(windowRange(nowMs), { from: to - 900, to });
  });
}
