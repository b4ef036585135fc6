import { deepStrictEqual } from "node:assert/strict";
import { toMoods } from "./mood.ts";

const NONE = { posts: 0, scored: 0, scorers: 0 };
const NO_SUMS = { p_negative: 0, p_positive: 0, p_squares: 0 };

Deno.test("toMoods() gives the net mood of each bucket, its interval and its scorer", () => {
  // Differences of .9 and -.1, in two parts of one bucket.
  const one = { posts: 1, scored: 1, scorers: 2 };
  const moods = toMoods([
    {
      ...{ t: 0, ...one },
      ...{ p_negative: 50, p_positive: 950, p_squares: 810_000 },
    },
    {
      ...{ t: 5, ...one },
      ...{ p_negative: 300, p_positive: 200, p_squares: 10_000 },
    },
    {
      ...{ t: 10, posts: 2, scored: 1, scorers: 2 },
      ...{ p_negative: 500, p_positive: 0, p_squares: 250_000 },
    },
    { t: 20, ...NONE, posts: 3, ...NO_SUMS },
    { t: 99, ...NONE, posts: 3, ...NO_SUMS },
  ], [0, 10, 20, 30, 40]);
  deepStrictEqual(moods, {
    scored: [2, 1, 0, 0],
    pPositive: [1.15, 0, 0, 0],
    pNegative: [0.35, 0.5, 0, 0],
    mood: [40, -50, null, null],
    ci: [98, null, null, null],
    scorer: [2, null, 1, null],
  });
});

Deno.test("toMoods() gives no width to posts of one mood, and no negative zero", () => {
  const { mood, ci } = toMoods([{
    ...{ t: 0, posts: 3, scored: 3, scorers: 6 },
    ...{ p_negative: 1_200, p_positive: 1_200, p_squares: 0 },
  }], [0, 10]);
  deepStrictEqual([mood, ci], [[0], [0]]);
});
