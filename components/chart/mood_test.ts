import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { Columns } from "../../domain/series/series.ts";
import { makeWindow } from "../../tests/support/posts.ts";
import { describeMoodAt, moodLine, moodText } from "./mood.ts";

const OLD: Columns = makeWindow([3, 0, 5], 30);

/** Two buckets of the word list, and one that is scored. */
const MIXED: Columns = {
  ...OLD,
  ...{ scored: [0, 0, 5], scorers: [0, 0, 10] },
  ...{ pPositive: [0, 0, 0.5], pNegative: [0, 0, 1.55], pSquares: [0, 0, 1] },
};

Deno.test("moodText() names the net mood of what is scored", () => {
  deepStrictEqual(moodText(MIXED), {
    ...{ figure: "−21", words: "negative", side: "negative" },
  });
});

Deno.test("moodText() says that it is the word list's where nothing else scored the posts", () => {
  const old = { ...OLD, positive: [1, 0, 0], negative: [1, 0, 2] };
  deepStrictEqual(moodText(old), {
    ...{ figure: "−25", words: "negative by the word list" },
    side: "negative",
  });
});

Deno.test("moodText() has no words of no posts", () => {
  deepStrictEqual(moodText(makeWindow([0, 0], 30)), {
    ...{ figure: "–", words: "", side: "neutral" },
  });
});

Deno.test("moodLine() mixes no decisions of the word list into probabilities", () => {
  const { values, counts, isWordList } = moodLine(MIXED);
  deepStrictEqual([values, counts], [[null, null, -21], [0, 0, 5]]);
  deepStrictEqual(isWordList, false);
  const old = moodLine(OLD);
  deepStrictEqual([old.values, old.isWordList], [[100, null, 100], true]);
});

Deno.test("describeMoodAt() writes the interval, and what a mood is called", () => {
  strictEqual(describeMoodAt(moodLine(MIXED), 2), "−21 ± 39, negative");
  strictEqual(describeMoodAt(moodLine(MIXED), 0), "–");
  strictEqual(describeMoodAt(moodLine(OLD), 0), "+100 ± 0.0, very positive");
});
