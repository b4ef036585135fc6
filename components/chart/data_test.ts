import { deepStrictEqual } from "node:assert/strict";
import type { Outage } from "../../domain/series/outages.ts";
import { knownCounts, missingRanges, splitLine } from "./data.ts";

function outage(from: number, to: number | null): Outage {
  return { from, to, sources: ["x:"], reasons: ["refused"] };
}

Deno.test("missingRanges() keeps what lies within the chart", () => {
  const outages = [outage(0, 50), outage(90, 130), outage(170, null)];
  deepStrictEqual(missingRanges(outages, { from: 100, to: 200 }), [
    { from: 100, to: 130 },
    { from: 170, to: 200 },
  ]);
  deepStrictEqual(missingRanges([outage(0, 50)], { from: 50, to: 60 }), []);
});

Deno.test("knownCounts() knows empty buckets that could not be read from quiet ones", () => {
  const series = { t: [0, 60, 120, 180], step: 60, posts: [0, 0, 0, 0] };
  deepStrictEqual(knownCounts(series, [{ from: 130, to: 180 }]), [
    0,
    0,
    null,
    0,
  ]);
});

Deno.test("knownCounts() knows where the last month ends", () => {
  const DAY = 86_400;
  const months = { t: [0, 31 * DAY], step: 30 * DAY, end: 59 * DAY };
  const missing = [{ from: 59 * DAY + 1, to: 60 * DAY }];
  deepStrictEqual(knownCounts({ ...months, posts: [0, 0] }, missing), [0, 0]);
});

Deno.test("knownCounts() hides no post that was counted", () => {
  const series = { t: [0], step: 60, posts: [1] };
  deepStrictEqual(knownCounts(series, [{ from: 0, to: 60 }]), [1]);
});

Deno.test("splitLine() separates the way to the bucket that is still filling", () => {
  deepStrictEqual(splitLine([1, 2, 3], true), {
    settled: [1, 2, null],
    current: [null, 2, 3],
  });
});

Deno.test("splitLine() leaves a line whole that has settled, or does not reach the end", () => {
  deepStrictEqual(splitLine([1, 2], false), { settled: [1, 2], current: null });
  deepStrictEqual(splitLine([1, null], true), {
    settled: [1, null],
    current: null,
  });
});
