import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { makeWindow } from "../../tests/support/posts.ts";
import { hourChange, recentMinutes, toMinuteCounts } from "./minutes.ts";

const hour = (posts: number | null) => new Array<number | null>(60).fill(posts);

Deno.test("hourChange() compares the last hour with the one before", () => {
  deepStrictEqual(hourChange([...hour(2), ...hour(3)]), {
    now: 180,
    before: 120,
  });
});

const SILENT: [name: string, minutes: (number | null)[]][] = [
  ["too few posts", [19, ...new Array(59).fill(0), ...hour(9)]],
  ["a minute that is not known", [...hour(2), ...hour(2).with(59, null)]],
  ["an hour that began within", [
    ...new Array(10).fill(0),
    ...new Array(50).fill(9),
    ...hour(9),
  ]],
  ["nothing known", hour(null)],
];

for (const [name, minutes] of SILENT) {
  Deno.test(`hourChange() says nothing of ${name}`, () => {
    strictEqual(hourChange(minutes), null);
  });
}

Deno.test("hourChange() says that an hour was quiet", () => {
  deepStrictEqual(hourChange([20, ...new Array(119).fill(0)]), {
    now: 0,
    before: 20,
  });
});

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

const SERIES = { t: [600, 660, 720], step: 60, posts: [1, 2, 3] };
const outage = (from: number, to: number | null) => ({
  from,
  to,
  sources: [],
  reasons: [],
});

Deno.test("toMinuteCounts() says whether a source was away for more than a minute of that time", () => {
  const isWhole = (...outages: [number, number | null][]) =>
    toMinuteCounts(SERIES, outages.map(([from, to]) => outage(from, to)))
      .isWhole;
  strictEqual(isWhole(), true);
  strictEqual(isWhole([0, 660]), true);
  strictEqual(isWhole([0, 661]), false);
  strictEqual(isWhole([600, 640], [700, 721]), false);
  strictEqual(isWhole([720, null]), true);
  strictEqual(isWhole([719, null]), false);
});
