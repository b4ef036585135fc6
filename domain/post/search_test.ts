import { strictEqual } from "node:assert/strict";
import { makePosts } from "../../tests/support/make_posts.ts";
import type { Post } from "./post.ts";
import type { PostChoice } from "./post_choice.ts";
import { isChosen } from "./search.ts";

const [MADE] = makePosts([7]) as [Post];
const POST: Post = { ...MADE, text: "Ein Ärger, 100%", lang: "de" };
const TERM = { kind: "hashtag", term: "otters" } as const;

const CASES: [choice: PostChoice, expected: boolean][] = [
  [{}, true],
  [{ sentiment: "positive" }, true],
  [{ sentiment: "negative" }, false],
  [{ lang: "de" }, true],
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
  Deno.test(`isChosen() finds ${JSON.stringify(choice)} ${expected ? "" : "not "}to fit`, () => {
    strictEqual(isChosen(POST, choice, () => false), expected);
  });
}

Deno.test("isChosen() asks for the term only if all else fits", () => {
  let asked = 0;
  const holds = () => ++asked > 0;
  strictEqual(isChosen(POST, { term: TERM, lang: "en" }, holds), false);
  strictEqual(asked, 0);
  strictEqual(isChosen(POST, { term: TERM, lang: "de" }, holds), true);
  strictEqual(isChosen(POST, { term: TERM }, () => false), false);
});
