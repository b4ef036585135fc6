import { strictEqual } from "node:assert/strict";
import { makeWindow } from "../../tests/support/posts.ts";
import {
  describeRange,
  type LoadedRange,
  type RangeView,
} from "./loaded_range.ts";
import { refreshMs } from "./range.ts";

const BUSY = makeWindow([1, 2], 100);
const LIVE: LoadedRange = {
  key: "",
  view: null,
  filtered: null,
  outages: [],
  sources: null,
  jumps: [],
  scorerChanges: [],
  poorlyReadShare: null,
};
const SOURCES = { t: [0], sources: { a: [1], b: [2] } };

function view(given: Partial<RangeView> = {}): RangeView {
  return {
    kind: "24h",
    series: { ...BUSY, step: 600 },
    motion: { slides: true, until: null },
    ...given,
  };
}

const CASES: [given: Partial<LoadedRange>, words: string | null][] = [
  [{}, null],
  [{ key: "range=15m" }, null],
  [{ key: "range=5m" }, "5\u00a0min"],
  [{ view: view({ kind: "7d" }) }, "7\u00a0d"],
  [{ view: view({ kind: "24h" }) }, "24\u00a0h"],
  [{ view: view({ kind: "all" }) }, "all time"],
  [{ view: view({ kind: "custom" }) }, "selected range"],
];

for (const [given, words] of CASES) {
  Deno.test(`describeRange() calls ${given.key ?? given.view?.kind} ${words}`, () => {
    strictEqual(describeRange({ ...LIVE, ...given }), words);
  });
}

Deno.test("refreshMs() never reloads a range in the past", () => {
  const past = view({ motion: null });
  strictEqual(refreshMs({ ...LIVE, view: past }, BUSY), Infinity);
});

Deno.test("refreshMs() reloads soon while a bucket is empty", () => {
  strictEqual(refreshMs(LIVE, makeWindow([1, 0], 100)), 20_000);
});

Deno.test("refreshMs() reloads every few minutes, so that nothing drifts", () => {
  strictEqual(refreshMs({ ...LIVE, view: view() }, BUSY), 180_000);
  // A minute that has ended may stand out.
  strictEqual(refreshMs(LIVE, BUSY), 60_000);
});

Deno.test("refreshMs() reloads sources as often as changes are visible", () => {
  strictEqual(refreshMs({ ...LIVE, sources: SOURCES }, BUSY), 15_000);
  const day = { ...LIVE, view: view(), sources: SOURCES };
  strictEqual(refreshMs(day, BUSY), 150_000);
});
