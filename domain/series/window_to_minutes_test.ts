import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { makeWindow } from "../../tests/support/make_snapshot.ts";
import { windowToMinutes } from "./window_to_minutes.ts";

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
