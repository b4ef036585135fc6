import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { makePosts } from "../../tests/support/make_posts.ts";
import type { Post } from "./post.ts";
import { withoutContent } from "./without_content.ts";

const [POST] = makePosts([7]) as [Post];

Deno.test("withoutContent() leaves id, time and scores of a post of X", () => {
  const url = "https://x.com/a/7";
  const { id, createdAt, score, sentiment, lang, ...others } = withoutContent(
    { ...POST, source: "x", url },
  );
  deepStrictEqual([id, createdAt, score, sentiment, lang], [
    POST.id,
    POST.createdAt,
    3,
    "positive",
    "en",
  ]);
  deepStrictEqual(others, {
    ...{ seq: 7, source: "x", topic: "trump" },
    ...{ author: null, text: "", url: null, marks: [] },
  });
});

Deno.test("withoutContent() leaves posts of other sources as they are", () => {
  strictEqual(withoutContent(POST), POST);
});
