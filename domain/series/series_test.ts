import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { makeWindow, unscored } from "../../tests/support/posts.ts";
import {
  addKnown,
  cutSeries,
  lastBuckets,
  mapColumns,
  toSeries,
} from "./series.ts";

Deno.test("addKnown() adds, and takes what is not there for nothing", () => {
  strictEqual(addKnown(2, 3), 5);
  strictEqual(addKnown(2, undefined), 2);
  strictEqual(addKnown(undefined, undefined), 0);
});

Deno.test("addKnown() knows no sum of what is not known", () => {
  strictEqual(addKnown(null, 3), null);
  strictEqual(addKnown(0, null), null);
});

Deno.test("cutSeries() shows nothing of what has not come yet", () => {
  const series = makeWindow([1, 2, 0], 30);
  deepStrictEqual(cutSeries(series, 29), makeWindow([1, 2], 20));
  strictEqual(cutSeries(series, 30), series);
  deepStrictEqual(cutSeries(series, -100).t, [10]);
});

Deno.test("lastBuckets() takes the end of all columns", () => {
  deepStrictEqual(
    lastBuckets(makeWindow([1, 2, 3], 30), 20),
    makeWindow([2, 3], 30),
  );
  deepStrictEqual(
    lastBuckets(makeWindow([1], 30), 900),
    makeWindow([1], 30),
  );
});

Deno.test("mapColumns() changes all counts, and lays starts out anew", () => {
  const series = makeWindow([1, 2, 3], 30);
  deepStrictEqual(
    mapColumns(series, (column) => column.slice(1), 20),
    makeWindow([2, 3], 30),
  );
  deepStrictEqual(
    mapColumns(series, (column) => [...column, 0]),
    makeWindow([1, 2, 3, 0], 40),
  );
});

Deno.test("mapColumns() says which column it asks for", () => {
  const series = makeWindow([1, 2], 20);
  const other = makeWindow([3, 4], 20);
  deepStrictEqual(mapColumns(series, (_, name) => other[name].slice()), other);
});

Deno.test("mapColumns() passes on nothing that is no part of a series", () => {
  const answer = { ...makeWindow([1], 10), outages: [1, 2] };
  deepStrictEqual(
    mapColumns(answer, (column) => column.slice()),
    makeWindow([1], 10),
  );
});

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
    ...unscored(3),
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
