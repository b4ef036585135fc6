import { deepStrictEqual } from "node:assert/strict";
import { toSeries } from "./to_series.ts";

const SHAPE = { topic: "trump", step: 10, from: -10, to: 20 };

function bucket(t: number, posts: number, squares: number | null = 9) {
  return { t, posts, positive: 1, negative: 2, neutral: 3, score: -4, squares };
}

Deno.test("toSeries() lays buckets out as columns, with zeros between them", () => {
  deepStrictEqual(toSeries([bucket(-10, 6), bucket(10, 7)], SHAPE), {
    topic: "trump",
    step: 10,
    t: [-10, 0, 10],
    posts: [6, 0, 7],
    positive: [1, 0, 1],
    negative: [2, 0, 2],
    neutral: [3, 0, 3],
    score: [-4, 0, -4],
    squares: [9, 0, 9],
  });
});

Deno.test("toSeries() takes buckets in any order, and leaves out what lies outside", () => {
  const buckets = [bucket(10, 7), bucket(20, 9), bucket(-20, 9), bucket(0, 5)];
  const { t, posts } = toSeries(buckets, SHAPE);
  deepStrictEqual({ t, posts }, { t: [-10, 0, 10], posts: [0, 5, 7] });
});

Deno.test("toSeries() does not take what is not known for nothing", () => {
  const { squares } = toSeries([bucket(-10, 6, null), bucket(0, 7)], SHAPE);
  deepStrictEqual(squares, [null, 9, 0]);
});

Deno.test("toSeries() has no columns where no time is", () => {
  for (const to of [-10, -20]) {
    const { t, posts } = toSeries([bucket(-10, 6)], { ...SHAPE, to });
    deepStrictEqual({ t, posts }, { t: [], posts: [] });
  }
});
