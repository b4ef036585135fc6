import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { makeWindow } from "../../tests/support/make_snapshot.ts";
import { type Compared, comparisonData, perMinute } from "./comparison.ts";

const CASES: [posts: number, seconds: number, words: string][] = [
  [0, 60, "0"],
  [41, 60, "41"],
  [1_200_000, 3_600, "20,000"],
  [9, 60, "9.0"],
  [597, 3_600, "10"],
  [3, 3_600, "0.05"],
  [5, 0, "–"],
];

for (const [posts, seconds, words] of CASES) {
  Deno.test(`perMinute() tells ${posts} posts in ${seconds} s as ${words}`, () => {
    strictEqual(perMinute(posts, seconds), words);
  });
}

/** A topic whose posts all score 2. */
function topic(slug: string, posts: readonly number[]): Compared {
  const series = makeWindow(posts, 30);
  return { slug, color: "#009e73", dash: [], series, isGone: false };
}

const GIVEN = {
  topics: [topic("a", [1, 2, 3, 9]), topic("b", [10, 0, 50, 0])],
  scale: "absolute" as const,
  isLastCurrent: true,
  missing: [{ from: 0, to: 20 }],
};

const values = (lines: readonly { values: unknown }[]) =>
  lines.map((line) => line.values);

Deno.test("comparisonData() draws posts as they are, with a gap where nothing could be read", () => {
  const { posts } = comparisonData(GIVEN);
  deepStrictEqual(values(posts.lines), [[1, 2, 3, 9], [10, null, 50, 0]]);
  deepStrictEqual(posts.missing, GIVEN.missing);
});

Deno.test("comparisonData() draws posts as percent of each topic's own mean", () => {
  const { posts } = comparisonData({ ...GIVEN, scale: "indexed" });
  deepStrictEqual(values(posts.lines), [
    [50, 100, 150, 450],
    [100 / 3, null, 500 / 3, 0],
  ]);
});

Deno.test("comparisonData() draws mean scores, and none where nobody posted", () => {
  const { score } = comparisonData(GIVEN);
  deepStrictEqual(values(score.lines), [[2, 2, 2, 2], [2, null, 2, null]]);
});

Deno.test("comparisonData() names lines in ink, which can be read in any scheme", () => {
  for (const { names } of Object.values(comparisonData(GIVEN))) {
    strictEqual(names.length, 2);
    for (const { color } of names) strictEqual(color, "ink");
  }
});
