import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { makePosts } from "../../tests/support/make_posts.ts";
import { mergePosts } from "./merge_posts.ts";

const seqsOf = (posts: readonly { seq: number }[]) =>
  posts.map((post) => post.seq);

Deno.test("mergePosts() puts new posts before the ones that are there", () => {
  const merged = mergePosts(makePosts([3, 2]), makePosts([5, 4]), 10);
  deepStrictEqual(seqsOf(merged), [5, 4, 3, 2]);
});

Deno.test("mergePosts() gives the same list back if nothing is new", () => {
  const shown = makePosts([3, 2]);
  strictEqual(mergePosts(shown, makePosts([3]), 10), shown);
});

Deno.test("mergePosts() holds each post once, newest first, and no more than its limit", () => {
  const seqs = fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 40 });
  fc.assert(fc.property(seqs, seqs, fc.nat(50), (before, arrived, limit) => {
    const shown = mergePosts([], makePosts(before), limit);
    const merged = seqsOf(mergePosts(shown, makePosts(arrived), limit));
    const expected = [...new Set([...seqsOf(shown), ...arrived])]
      .sort((a, b) => b - a).slice(0, limit);
    deepStrictEqual(merged, expected);
    ok(merged.length <= limit);
  }));
});
