import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { makePosts } from "../../tests/support/posts.ts";
import type { Post } from "../schema/stored.ts";
import {
  formatPostCursor,
  matchesFilter,
  parsePostCursor,
  type PostFilter,
  searchPieces,
} from "./search.ts";

const [MADE] = makePosts([7]) as [Post];
const POST: Post = { ...MADE, text: "Ein Ärger, 100%", lang: "de" };
const TERM = { kind: "hashtag", term: "otters" } as const;

const CASES: [choice: PostFilter, expected: boolean][] = [
  [{}, true],
  [{ sentiment: "positive" }, true],
  [{ sentiment: "negative" }, false],
  [{ lang: "de" }, true],
  [{ kinds: ["post", "reply"] }, true],
  [{ kinds: ["repost", "unknown"] }, false],
  [{ lang: "d" }, false],
  [{ q: "ÄRGER" }, true],
  [{ q: "100%" }, true],
  [{ q: "1%" }, false],
  [{ q: "100% ein" }, true],
  [{ q: '"100% ein"' }, false],
  [{ q: '"EIN Ä"' }, true],
  [{ q: "ärger eins" }, false],
  [{ q: "ärger", lang: "de", sentiment: "positive" }, true],
  [{ q: "ärger", lang: "en" }, false],
];

for (const [choice, expected] of CASES) {
  Deno.test(`matchesFilter() finds ${JSON.stringify(choice)} ${expected ? "" : "not "}to fit`, () => {
    strictEqual(matchesFilter(POST, choice, () => false), expected);
  });
}

Deno.test("matchesFilter() asks for the term only if all else fits", () => {
  let asked = 0;
  const holds = () => ++asked > 0;
  strictEqual(matchesFilter(POST, { term: TERM, lang: "en" }, holds), false);
  strictEqual(asked, 0);
  strictEqual(matchesFilter(POST, { term: TERM, lang: "de" }, holds), true);
  strictEqual(matchesFilter(POST, { term: TERM }, () => false), false);
});

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

const SEARCH_PIECES_CASES: [q: string, expected: string[]][] = [
  ["", []],
  [' "" " ', []],
  ["Sea  ICE", ["Sea", "ICE"]],
  ['"sea ice" melts', ["sea ice", "melts"]],
  ['sea "sea ice', ["sea", "sea ice"]],
  ['say"no"more', ["say", "no", "more"]],
  ["100% $A_B ärger", ["100%", "$A_B", "ärger"]],
];

for (const [q, expected] of SEARCH_PIECES_CASES) {
  Deno.test(`searchPieces() takes ${JSON.stringify(q)} apart`, () => {
    deepStrictEqual(searchPieces(q), expected);
  });
}

Deno.test("searchPieces() takes no more than the database can look for", () => {
  deepStrictEqual(searchPieces("a ".repeat(100)).length, 16);
});
