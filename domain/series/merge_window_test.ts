import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { makeWindow } from "../../tests/support/make_snapshot.ts";
import { mergeWindow } from "./merge_window.ts";

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
