import fc from "fast-check";
import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { makeWindow } from "../../tests/support/posts.ts";
import { type Bucket, type Series, toSeries } from "../series/series.ts";
import {
  followSeries,
  growSeries,
  mergeWindow,
  rateOf,
  slideWindow,
  windowRange,
  windowToMinutes,
} from "./window.ts";

const SPAN = 900;
const MOTION = { slides: true, until: null };

/** What a reader gets of posts that were posted at some seconds and known by `knownAt`. */
function read(
  posts: readonly { at: number; knownAt: number }[],
  now: number,
  shape: { step: number; span: number },
): Series {
  const { step, span } = shape;
  const to = (Math.floor(now / step) + 1) * step;
  const from = to - Math.ceil(span / step) * step;
  const buckets = new Map<number, Bucket>();
  for (const { at, knownAt } of posts) {
    if (knownAt > now) continue;
    const t = Math.floor(at / step) * step;
    const count = (buckets.get(t)?.posts ?? 0) + 1;
    const bucket = { t, posts: count, positive: 0, negative: count };
    buckets.set(t, { ...bucket, neutral: 0, score: -count, squares: count });
  }
  return toSeries([...buckets.values()], { topic: "trump", step, from, to });
}

Deno.test("followSeries() is what one would read now, at any step", () => {
  const post = fc.record({
    at: fc.integer({ min: 5_000, max: 20_000 }),
    delay: fc.integer({ min: 0, max: 60 }),
  });
  fc.assert(fc.property(
    fc.array(post, { maxLength: 200 }),
    fc.integer({ min: 15_000, max: 18_000 }),
    fc.integer({ min: 0, max: 600 }),
    fc.constantFrom(10, 60, 300, 3_600),
    (given, then, passed, step) => {
      const posts = given.map(({ at, delay }) => ({ at, knownAt: at + delay }));
      const shape = { step, span: 7_200 };
      const window = { step: 10, span: SPAN };
      const now = then + passed;
      const followed = followSeries(
        read(posts, then, shape),
        read(posts, then, window),
        read(posts, now, window),
        MOTION,
      );
      deepStrictEqual(followed, read(posts, now, shape));
    },
  ));
});

Deno.test("followSeries() knows no squares where one of its parts is unknown", () => {
  const shape = { step: 60, span: 1_800 };
  const window = { step: 10, span: SPAN };
  const posts = [{ at: 3_000, knownAt: 3_000 }];
  const [then, now] = [read(posts, 3_599, window), read(posts, 3_609, window)];
  const series = read(posts, 3_599, shape);
  const unknown = { ...now, squares: now.squares.map((n) => n ? null : n) };
  const { squares } = followSeries(series, then, unknown, MOTION);
  const known = followSeries(series, then, now, MOTION).squares;
  deepStrictEqual(squares, known.map((n) => n ? null : n));
});

Deno.test("followSeries() is that too after many looks, however long", () => {
  const at = fc.integer({ min: 5_000, max: 30_000 });
  fc.assert(fc.property(
    fc.array(at, { maxLength: 200 }),
    fc.array(fc.integer({ min: 1, max: 600 }), { maxLength: 15 }),
    fc.constantFrom(30, 60, 600, 3_600, 21_600),
    (times, waits, step) => {
      const posts = times.map((at) => ({ at, knownAt: at }));
      const shape = { step, span: 50_000 };
      let now = 15_000;
      let window = read(posts, now, { step: 10, span: SPAN });
      let followed = read(posts, now, shape);
      for (const wait of waits) {
        now += wait;
        const next = read(posts, now, { step: 10, span: SPAN });
        followed = followSeries(followed, window, next, MOTION);
        window = next;
      }
      deepStrictEqual(followed, read(posts, now, shape));
    },
  ));
});

Deno.test("followSeries() keeps the beginning of what grows, and stops where that ends", () => {
  const shape = { step: 60, span: 600 };
  const posts = [{ at: 3_630, knownAt: 3_630 }, { at: 3_700, knownAt: 3_700 }];
  const look = (until: number | null) =>
    followSeries(
      read(posts, 3_599, shape),
      read(posts, 3_599, { step: 10, span: SPAN }),
      read(posts, 3_799, { step: 10, span: SPAN }),
      { slides: false, until },
    );
  const growing = look(null);
  strictEqual(growing.t[0], 3_000);
  deepStrictEqual(growing.posts.slice(-4), [1, 1, 0, 0]);
  const ended = look(3_660);
  strictEqual(ended.t.at(-1), 3_600);
  strictEqual(ended.posts.at(-1), 1);
});

Deno.test("followSeries() takes the window's word for what lies within it", () => {
  const shape = { step: 60, span: 1_800 };
  const window = { step: 10, span: SPAN };
  const posts = [3_000, 3_001, 3_590].map((at) => ({ at, knownAt: at }));
  const followed = followSeries(
    read(posts.slice(1), 3_599, shape),
    read(posts, 3_599, window),
    read(posts, 3_601, window),
    MOTION,
  );
  deepStrictEqual(followed, read(posts, 3_601, shape));
});

Deno.test("growSeries() adds zeros at the end, and loses nothing", () => {
  const { t, posts, squares } = growSeries(makeWindow([1, 2], 20), 45);
  deepStrictEqual(t, [10, 20, 30, 40]);
  deepStrictEqual(posts, [1, 2, 0, 0]);
  deepStrictEqual(squares.slice(2), [0, 0]);
});

Deno.test("growSeries() leaves a series alone that reaches now", () => {
  const series = makeWindow([1, 2], 20);
  strictEqual(growSeries(series, 29), series);
  strictEqual(growSeries(series, 0), series);
});

Deno.test("mergeWindow() puts the new values in the place of the old", () => {
  const merged = mergeWindow(
    makeWindow([1, 2, 3], 100),
    makeWindow([5, 6], 100),
  );
  deepStrictEqual(merged.posts, [1, 5, 6]);
  deepStrictEqual(merged.positive, [1, 5, 6]);
  deepStrictEqual(merged.score, [2, 10, 12]);
  deepStrictEqual(merged.squares, [4, 20, 24]);
});

Deno.test("mergeWindow() takes over that squares are not known", () => {
  const changed = { ...makeWindow([5], 100), squares: [null] };
  deepStrictEqual(mergeWindow(makeWindow([1, 2], 100), changed).squares, [
    4,
    null,
  ]);
});

Deno.test("mergeWindow() moves on to buckets after its end, with zeros between", () => {
  const merged = mergeWindow(makeWindow([1, 2, 3], 100), makeWindow([7], 120));
  deepStrictEqual(merged.t, [100, 110, 120]);
  deepStrictEqual(merged.posts, [3, 0, 7]);
});

Deno.test("mergeWindow() leaves out buckets before its start", () => {
  const merged = mergeWindow(makeWindow([1, 2], 100), makeWindow([9], 50));
  deepStrictEqual(merged.posts, [1, 2]);
});

Deno.test("mergeWindow() changes neither argument and gives the same when done twice", () => {
  const window = makeWindow([1, 2, 3], 100);
  const changed = makeWindow([4, 5], 110);
  const once = mergeWindow(window, changed);
  deepStrictEqual(mergeWindow(once, changed), once);
  deepStrictEqual(window, makeWindow([1, 2, 3], 100));
  strictEqual(changed.posts.length, 2);
});

Deno.test("mergeWindow() of nothing is nothing new", () => {
  const [empty, window] = [makeWindow([], 0), makeWindow([1, 2], 100)];
  deepStrictEqual(mergeWindow(window, empty), window);
  deepStrictEqual(mergeWindow(empty, window), empty);
  deepStrictEqual(mergeWindow(empty, empty), empty);
});

Deno.test("rateOf() sums the six buckets before the current one", () => {
  strictEqual(rateOf({ posts: [100, 1, 2, 3, 4, 5, 6, 1_000] }), 21);
});

Deno.test("rateOf() sums what there is of a short window", () => {
  strictEqual(rateOf({ posts: [1, 2, 1_000] }), 3);
  strictEqual(rateOf({ posts: [1_000] }), 0);
  strictEqual(rateOf({ posts: [] }), 0);
});

Deno.test("slideWindow() leaves a window alone while its last bucket is the current one", () => {
  const window = makeWindow([1, 2, 3], 100);
  strictEqual(slideWindow(window, 109.9), window);
  strictEqual(slideWindow(window, 0), window);
});

Deno.test("slideWindow() lets zeros in and the oldest buckets out", () => {
  const moved = slideWindow(makeWindow([1, 2, 3], 100), 121);
  deepStrictEqual(moved.t, [100, 110, 120]);
  deepStrictEqual(moved.posts, [3, 0, 0]);
  deepStrictEqual(moved.score, [6, 0, 0]);
  deepStrictEqual(moved.squares, [12, 0, 0]);
});

Deno.test("slideWindow() keeps length and distance, and is whole after any wait", () => {
  const windows = fc.array(fc.nat(99), { minLength: 1, maxLength: 90 });
  fc.assert(fc.property(windows, fc.nat(5_000), (posts, seconds) => {
    const window = makeWindow(posts, 1_000);
    const now = 1_000 + seconds;
    const moved = slideWindow(window, now);
    strictEqual(moved.posts.length, posts.length);
    strictEqual(moved.t.at(-1), Math.floor(now / 10) * 10);
    moved.t.forEach((t, i) => {
      strictEqual(t - moved.t[0]!, i * 10);
      const before = window.t.indexOf(t);
      strictEqual(moved.posts[i], before < 0 ? 0 : posts[before]);
    });
  }));
});

/** 2026-01-31T12:00:00Z in seconds. */
const NOON = 1_769_860_800;

for (
  const [name, nowMs, to] of [
    ["begins", NOON * 1_000, NOON + 10],
    ["is half over", NOON * 1_000 + 5_000, NOON + 10],
    ["ends", NOON * 1_000 + 9_999, NOON + 10],
    ["is over", NOON * 1_000 + 10_000, NOON + 20],
    ["lies before 1970", -1, 0],
  ] as const
) {
  Deno.test(`windowRange() ends with the current bucket when that ${name}`, () => {
    deepStrictEqual(windowRange(nowMs), { from: to - 900, to });
  });
}

Deno.test("windowToMinutes() sums buckets and leaves a cut minute at the start out", () => {
  const minutes = windowToMinutes(
    makeWindow([9, 9, 1, 1, 1, 1, 1, 1, 2, 2], 130),
  );
  deepStrictEqual(minutes.t, [60, 120]);
  deepStrictEqual(minutes.posts, [6, 4]);
  deepStrictEqual(minutes.score, [12, 8]);
  strictEqual(minutes.step, 60);
});

Deno.test("windowToMinutes() makes 15 minutes of a live window at any time", () => {
  const counts = fc.array(fc.nat(9), { minLength: 90, maxLength: 90 });
  fc.assert(fc.property(counts, fc.nat(100_000), (posts, tens) => {
    const window = makeWindow(posts, 900 + tens * 10);
    const { t, posts: sums } = windowToMinutes(window);
    strictEqual(t.length, 15);
    t.forEach((minute, i) => {
      const inside = posts.filter((_, at) =>
        Math.floor(window.t[at]! / 60) * 60 === minute
      );
      strictEqual(sums[i], inside.reduce((a, b) => a + b, 0));
    });
  }));
});

Deno.test("windowToMinutes() of nothing is nothing", () => {
  deepStrictEqual(windowToMinutes(makeWindow([], 0)).t, []);
  deepStrictEqual(windowToMinutes(makeWindow([1, 2], 50)).t, []);
});

Deno.test("windowToMinutes() knows no squares of a minute of which a part is unknown", () => {
  const window = makeWindow([1, 1, 1, 1, 1, 1, 2], 120);
  const squares = window.squares.map((n, i) => i === 3 ? null : n);
  deepStrictEqual(windowToMinutes({ ...window, squares }).squares, [null, 8]);
});
