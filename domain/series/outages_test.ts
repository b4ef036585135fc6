import { deepStrictEqual } from "node:assert/strict";
import { findOutages, type Gap, type SourceEnd } from "./outages.ts";

const BOTH: SourceEnd[] = [
  { source: "bluesky:", end: null },
  { source: "x:", end: null },
];

function gap(source: string, from: number, to: number | null): Gap {
  return { source, from, to, why: `${source} away`, recovered: false };
}

/** The outages as `from–to sources`. */
function find(gaps: Gap[], sources: SourceEnd[] = BOTH): string[] {
  return findOutages(gaps, sources)
    .map(({ from, to, sources }) => `${from}–${to} ${sources.join(" ")}`);
}

Deno.test("findOutages() finds when every source was away", () => {
  deepStrictEqual(find([gap("bluesky:", 10, 30)]), []);
  deepStrictEqual(find([gap("x:", 20, 40), gap("bluesky:", 10, 30)]), [
    "20–30 bluesky: x:",
  ]);
  deepStrictEqual(find([gap("x:", 20, null), gap("bluesky:", 10, null)]), [
    "20–null bluesky: x:",
  ]);
});

Deno.test("findOutages() joins gaps that follow each other", () => {
  const gaps = [
    gap("x:", 10, 20),
    gap("x:", 20, 25),
    { ...gap("x:", 25, 30), why: "the limit of the day is reached" },
  ];
  deepStrictEqual(findOutages(gaps, [BOTH[1]!]), [{
    from: 10,
    to: 30,
    sources: ["x:"],
    reasons: ["x: away", "the limit of the day is reached"],
  }]);
});

Deno.test("findOutages() leaves out what was recovered", () => {
  const recovered = { ...gap("x:", 10, 20), recovered: true };
  deepStrictEqual(find([recovered], [BOTH[1]!]), []);
});

Deno.test("findOutages() does not wait for a source that is no longer at work", () => {
  const sources = [{ source: "bluesky:", end: 15 }, BOTH[1]!];
  deepStrictEqual(find([gap("x:", 10, null)], sources), ["15–null x:"]);
  deepStrictEqual(find([gap("x:", 20, 30)], sources), ["20–30 x:"]);
});

Deno.test("findOutages() knows of nothing where nothing was interrupted", () => {
  deepStrictEqual(find([]), []);
  deepStrictEqual(find([gap("x:", 10, 20)], []), ["10–20 x:"]);
});
