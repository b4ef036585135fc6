import { deepStrictEqual, strictEqual } from "node:assert/strict";
import {
  autoSteps,
  bucketEdges,
  isSparse,
  movedRange,
  stepSeconds,
  type WholeRange,
} from "./buckets.ts";

const DAY = 86_400;

Deno.test("bucketEdges() are those of whole buckets around a range", () => {
  deepStrictEqual(bucketEdges({ from: 7, to: 31 }, 10), [0, 10, 20, 30, 40]);
  deepStrictEqual(bucketEdges({ from: 10, to: 20 }, 10), [10, 20]);
  deepStrictEqual(bucketEdges({ from: 10, to: 10 }, 10), []);
  const range = { from: 0, to: 40 * DAY };
  deepStrictEqual(
    bucketEdges(range, { per: "month", zone: "UTC" }),
    [0, 31 * DAY, 59 * DAY],
  );
});

Deno.test("movedRange() keeps its number of buckets, and ends with the current one", () => {
  const minutes = { from: 600, to: 900, step: 60, isLive: true };
  deepStrictEqual(movedRange(minutes, 899.9), { from: 600, to: 900 });
  deepStrictEqual(movedRange(minutes, 900), { from: 660, to: 960 });
  deepStrictEqual(movedRange(minutes, 1_030.5), { from: 780, to: 1_080 });
});

Deno.test("movedRange() of a calendar reaches into its next day, however long that is", () => {
  const at = (time: string) => Date.parse(`${time}:00Z`) / 1_000;
  const days: WholeRange = {
    ...{ from: at("2026-10-21T22:00"), to: at("2026-10-24T22:00") },
    ...{ step: DAY, zone: "Europe/Berlin", isLive: true },
    per: "day",
  };
  const edges = (now: number) =>
    bucketEdges(movedRange(days, now), { per: "day", zone: "Europe/Berlin" });
  deepStrictEqual(
    edges(days.to - 1),
    [0, 1, 2, 3].map((i) => days.from + i * DAY),
  );
  deepStrictEqual(edges(at("2026-11-01T12:00")), [
    ...[at("2026-10-28T23:00"), at("2026-10-29T23:00"), at("2026-10-30T23:00")],
    ...[at("2026-10-31T23:00"), at("2026-11-01T23:00")],
  ]);
});

Deno.test("autoSteps() begin with the shortest that fits, and go on to years", () => {
  const steps = (span: number, shortest = 10) =>
    autoSteps({ from: 0, to: span }, "UTC", { shortest });
  strictEqual(steps(900)[0], 10);
  strictEqual(steps(900, 60)[0], 60);
  strictEqual(steps(7 * DAY)[0], 3_600);
  deepStrictEqual(steps(100 * DAY).map(stepSeconds), [
    ...[12 * 3_600, DAY, 7 * DAY, 30 * DAY, 365 * DAY],
  ]);
  deepStrictEqual(steps(1_000 * 365 * DAY), [{ per: "year", zone: "UTC" }]);
});

const CASES: [posts: number[], next: number, expected: boolean][] = [
  [[1, 0, 0, 2, 0, 3], 6, true],
  [[1, 0, 0, 2, 0, 3], 4, false], // longer buckets would be too few
  [[1, 2, 0, 0, 4], 6, false], // 40 %
  [[0, 0, 0, 0, 0, 0, 1, 2, 3], 6, false], // there was nothing to count before
  [[0, 0], 6, false],
];

for (const [posts, next, expected] of CASES) {
  Deno.test(`isSparse() says ${expected} of ${posts.join(" ")}, if longer buckets are ${next}`, () => {
    strictEqual(isSparse(posts, next), expected);
  });
}
