import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { makePosts } from "../../tests/support/posts.ts";
import type { Post } from "../schema/posts.ts";
import {
  formatPostCursor,
  matchesFilter,
  parsePostCursor,
  type PostFilter,
} from "./search.ts";

const [MADE] = makePosts([7]) as [Post];
const POST: Post = { ...MADE, lang: "de", author: "Ann" };

const CASES: [choice: PostFilter, expected: boolean][] = [
  [{}, true],
  [{ sentiment: "positive" }, true],
  [{ sentiment: "negative" }, false],
  [{ lang: "de" }, true],
  [{ kinds: ["post", "reply"] }, true],
  [{ kinds: ["repost", "unknown"] }, false],
  [{ author: "ann" }, true],
  [{ author: "an" }, false],
  [{ lang: "d" }, false],
  [{ lang: "de", sentiment: "positive" }, true],
  [{ lang: "en", sentiment: "positive" }, false],
];

for (const [choice, expected] of CASES) {
  Deno.test(`matchesFilter() finds ${JSON.stringify(choice)} ${expected ? "" : "not "}to fit`, () => {
    strictEqual(matchesFilter(POST, choice), expected);
  });
}

for (
  const cursor of [{ seq: 42 }, { seq: 7, createdMs: 1_769_860_800_000 }, {
    seq: 1,
    createdMs: -5,
  }]
) {
  const text = formatPostCursor(cursor);
  Deno.test(`parsePostCursor() reads ${text}`, () => {
    deepStrictEqual(parsePostCursor(text), cursor);
  });
}

for (
  const text of [
    "",
    "0",
    "x",
    "1_",
    "_1",
    "e:5",
    "1.5",
    "1_2_3",
    "9999999999999999",
  ]
) {
  Deno.test(`parsePostCursor() refuses "${text}"`, () => {
    strictEqual(parsePostCursor(text), null);
  });
}
