import { deepStrictEqual, rejects } from "node:assert/strict";
import { readWholeRange } from "./range.ts";

const NOON = Date.UTC(2026, 0, 31, 12) / 1_000;
const NOW_MS = (NOON + 25) * 1_000;

const extents = new Map([
  ["old", { from: NOON - 7_000, to: NOON - 3_000 }],
  ["new", { from: NOON - 5_000, to: NOON - 1_000 }],
]);

function read(query: string, slugs = ["old", "new"]) {
  const state = {
    readExtent: (slug: string) => Promise.resolve(extents.get(slug) ?? null),
  };
  return readWholeRange(state, slugs, new URLSearchParams(query), NOW_MS);
}

const CASES: [query: string, range: [number, number, number, boolean]][] = [
  ["", [-900, 60, 60, true]],
  ["range=5m", [-280, 30, 10, true]],
  ["range=1h", [-3_600, 60, 60, true]],
  ["range=7d", [-604_800, 7_200, 7_200, true]],
  ["range=all", [-7_020, -960, 60, false]],
  [`from=${NOON - 100}&to=${NOON + 999_999}`, [-100, 30, 10, true]],
  [`from=${NOON - 7_200}&to=${NOON - 3_600}`, [-7_200, -3_600, 60, false]],
  [`from=${NOON + 500}&to=${NOON + 600}`, [500, 510, 10, true]],
];

for (const [query, [from, to, step, isLive]] of CASES) {
  Deno.test(`readWholeRange() cuts "${query}" into whole buckets that do not lie in the future`, async () => {
    const range = await read(query);
    const expected = { from: NOON + from, to: NOON + to, step, isLive };
    deepStrictEqual(range, expected);
  });
}

Deno.test("readWholeRange() shows the last hour of what has no posts", async () => {
  const { from, to } = await read("range=all", ["none"]);
  deepStrictEqual([from - NOON, to - NOON], [-3_600, 60]);
});

Deno.test("readWholeRange() refuses what is no range", async () => {
  await rejects(read("range=2h"), { name: "ParameterError" });
});
