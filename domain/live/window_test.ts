import fc from "fast-check";
import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { Bucket, Series } from "../series/series.ts";
import { toSeries } from "../series/to_series.ts";
import { followSeries } from "./window.ts";

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
