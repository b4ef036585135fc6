import { deepStrictEqual } from "node:assert/strict";
import { overallMood, toMoods } from "./mood.ts";

/** One post of .95 − .05 and one of .2 − .3; one of two scored; three of the lexicon; none. */
const COLUMNS = {
  posts: [2, 2, 3, 0],
  scored: [2, 1, 0, 0],
  scorers: [4, 2, 0, 0],
  pPositive: [1.15, 0, 0, 0],
  pNegative: [0.35, 0.5, 0, 0],
  pSquares: [0.82, 0.25, 0, 0],
};

Deno.test("toMoods() gives the net mood of each bucket, its interval and its scorer", () => {
  deepStrictEqual(toMoods(COLUMNS), {
    mood: [40, -50, null, null],
    ci: [98, null, null, null],
    scorer: [2, null, 1, null],
  });
});

Deno.test("toMoods() gives no width to posts of one mood, and no negative zero", () => {
  const { mood, ci } = toMoods({
    ...{ posts: [3], scored: [3], scorers: [6] },
    ...{ pPositive: [1.2], pNegative: [1.2], pSquares: [0] },
  });
  deepStrictEqual([mood, ci], [[0], [0]]);
});

Deno.test("overallMood() is that of all scored posts, not the mean of buckets", () => {
  deepStrictEqual(overallMood(COLUMNS), {
    ...{ posts: 7, scored: 3, mood: 10, words: "slightly positive" },
    ...{ ci: 81.6, level: 10 },
  });
  const none = { ...COLUMNS, scored: [0, 0, 0, 0] };
  const { mood, words, ci } = overallMood(none);
  deepStrictEqual([mood, words, ci], [null, null, null]);
});
