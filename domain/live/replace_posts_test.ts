import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { makePosts } from "../../tests/support/make_posts.ts";
import { replacePosts } from "./replace_posts.ts";

const SHOWN = makePosts([4, 3, 2]);

Deno.test("replacePosts() puts a new text where the old one stood", () => {
  const edited = makePosts([3, 1]).map((post) => ({ ...post, text: "new" }));
  const [four, , two] = SHOWN;
  deepStrictEqual(replacePosts(SHOWN, edited), [four, edited[0], two]);
});

Deno.test("replacePosts() shows no post that was not there, and gives the same list back", () => {
  strictEqual(replacePosts(SHOWN, makePosts([9, 1])), SHOWN);
  strictEqual(replacePosts(SHOWN, []), SHOWN);
});
