import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { makeWindow } from "../../tests/support/make_snapshot.ts";
import { slideWindow } from "./slide_window.ts";

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
