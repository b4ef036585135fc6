import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { makeWindow } from "../../tests/support/make_snapshot.ts";
import { recentMinutes } from "./recent_minutes.ts";

const MINUTE = 60;
const NOW = 10_000 * MINUTE;
/** One post each 10 s, up to 20 s within the current minute. */
const WINDOW = makeWindow(new Array<number>(90).fill(1), NOW + 20);

function counts(lastMinute: number) {
  const from = lastMinute - 120 * MINUTE;
  const posts = Array.from({ length: 121 }, () => 7);
  return { from, posts, isWhole: true };
}

Deno.test("recentMinutes() takes whole minutes of the live window, and those before it from what was read", () => {
  const minutes = recentMinutes(counts(NOW), WINDOW);
  strictEqual(minutes.length, 120);
  deepStrictEqual(minutes.slice(-14), new Array(14).fill(6));
  deepStrictEqual(minutes.slice(0, -14), new Array(106).fill(7));
});

Deno.test("recentMinutes() does not guess what happened between the two", () => {
  const minutes = recentMinutes(counts(NOW - 20 * MINUTE), WINDOW);
  deepStrictEqual(minutes.slice(0, 100), new Array(100).fill(7));
  deepStrictEqual(minutes.slice(100, 106), new Array(6).fill(null));
  strictEqual(minutes[106], 6);
  deepStrictEqual(
    recentMinutes(null, WINDOW).slice(0, 106),
    new Array(106).fill(null),
  );
});
