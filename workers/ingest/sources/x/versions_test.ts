import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { firstCreated, versionOf } from "./versions.ts";

const at = (ms: number) => String(BigInt(ms - 1_288_834_974_657) << 22n);
const NOON = Date.UTC(2026, 2, 1, 12);
const FIRST = at(NOON - 120_250);
const NEWER = at(NOON + 250);

const CASES: [name: string, id: string, history: string[], number: number][] = [
  ["no history", "1", [], 0],
  ["itself alone", "1", ["1"], 0],
  ["the first of three", "1", ["1", "2", "3"], 0],
  ["the second of three", "2", ["1", "2", "3"], 1],
  ["the last of three", "3", ["1", "2", "3"], 2],
  ["a history without it", "3", ["1", "2"], 2],
];

for (const [name, id, edit_history_tweet_ids, number] of CASES) {
  Deno.test(`versionOf() reads ${name}`, () => {
    deepStrictEqual(
      versionOf({ id, edit_history_tweet_ids }),
      number === 0 ? undefined : { id, number },
    );
  });
}

Deno.test("firstCreated() finds the second in which the first version was written", () => {
  const post = { id: NEWER, edit_history_tweet_ids: [FIRST, NEWER] };
  strictEqual(firstCreated(post, NOON), NOON - 121_000);
});

Deno.test("firstCreated() takes the post's own time where ids and times do not agree", () => {
  const [id, first] = ["1850000000000000002", "1850000000000000001"];
  strictEqual(
    firstCreated({ id, edit_history_tweet_ids: [first, id] }, NOON),
    NOON,
  );
  strictEqual(
    firstCreated({ id: "b", edit_history_tweet_ids: ["a", "b"] }, NOON),
    NOON,
  );
});

Deno.test("firstCreated() takes the own time of a first version", () => {
  strictEqual(firstCreated({ id: FIRST, edit_history_tweet_ids: [] }, 7), 7);
});
