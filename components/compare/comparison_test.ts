import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { makeWindow } from "../../tests/support/posts.ts";
import { timeAxis } from "../chart/time_axis.ts";
import {
  type Compared,
  formatPerMinute,
  moodComparison,
  postsComparison,
} from "./comparison.ts";

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
  Deno.test(`formatPerMinute() writes ${posts} posts in ${seconds} s as ${words}`, () => {
    strictEqual(formatPerMinute(posts, seconds), words);
  });
}

/** A topic whose posts are all as probably positive. */
function topic(slug: string, posts: readonly number[]): Compared {
  const series = {
    ...makeWindow(posts, 30),
    scored: posts.slice(),
    pPositive: posts.map((n) => 0.75 * n),
    pNegative: posts.map((n) => 0.25 * n),
  };
  return { slug, color: "#009e73", dash: [], series, isGone: false };
}

const TOPICS = [topic("a", [1, 2, 3, 9]), topic("b", [10, 0, 50, 0])];

const GIVEN = {
  topics: TOPICS,
  axis: timeAxis(TOPICS[0]!.series, "UTC", false),
  scale: "absolute" as const,
  isLastCurrent: true,
  outages: [{ from: 0, to: 20, sources: ["x:"], reasons: [] }],
};

const values = (lines: readonly { values: unknown }[]) =>
  lines.map((line) => line.values);

Deno.test("postsComparison() draws posts as they are, with a gap where nothing could be read", () => {
  const { lines, missing } = postsComparison(GIVEN);
  deepStrictEqual(values(lines), [[1, 2, 3, 9], [10, null, 50, 0]]);
  deepStrictEqual(missing, [{ from: 0, to: 20 }]);
});

Deno.test("postsComparison() draws posts as percent of each topic's own mean", () => {
  const { lines } = postsComparison({ ...GIVEN, scale: "indexed" });
  deepStrictEqual(values(lines), [
    [50, 100, 150, 450],
    [100 / 3, null, 500 / 3, 0],
  ]);
});

Deno.test("moodComparison() draws net moods, and none where nobody posted", () => {
  const { lines } = moodComparison(GIVEN);
  deepStrictEqual(values(lines), [[50, 50, 50, 50], [50, null, 50, null]]);
});

Deno.test("comparisons name lines in ink, which can be read in any scheme", () => {
  for (const { names } of [postsComparison(GIVEN), moodComparison(GIVEN)]) {
    strictEqual(names.length, 2);
    for (const { color } of names) strictEqual(color, "ink");
  }
});
