import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import type { PostSearch } from "../../domain/post/post_search.ts";
import { makePosts } from "../../tests/support/make_posts.ts";
import { readPostsView } from "./views.ts";

const NEWEST = makePosts(Array.from({ length: 50 }, (_, i) => 50 - i));

async function read(query: string, posts = NEWEST) {
  const asked: PostSearch[] = [];
  const view = await readPostsView(
    {
      readPosts(_slug, search) {
        asked.push(search);
        return Promise.resolve({ posts: makePosts([7]), next: "3" });
      },
    },
    "trump",
    new URLSearchParams(query),
    { posts, seq: 99 },
    1_600_000_000_000,
  );
  return { view, asked };
}

Deno.test("readPostsView() takes what is known where nothing else is asked for", async () => {
  const { view, asked } = await read("list=emoji");
  deepStrictEqual(asked, []);
  deepStrictEqual(view, { posts: NEWEST.slice(0, 30), next: "21", seq: 99 });
  const few = await read("", NEWEST.slice(0, 30));
  strictEqual(few.view.next, null);
});

Deno.test("readPostsView() reads what is asked for", async () => {
  const { view, asked } = await read("mood=positive&range=24h");
  deepStrictEqual(asked, [
    { sentiment: "positive", from: 1_599_913_600, limit: 30 },
  ]);
  deepStrictEqual(view, { posts: makePosts([7]), next: "3", seq: 99 });
  deepStrictEqual((await read("before=5")).asked, [
    { before: { seq: 5 }, limit: 30 },
  ]);
});

Deno.test("readPostsView() refuses what is no filter", async () => {
  await rejects(read("mood=glad"), { parameter: "mood" });
});
