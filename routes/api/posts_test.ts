import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import type { Post } from "../../domain/post/post.ts";
import type { PostFilter } from "../../state.ts";
import { endpointContext } from "../../tests/support/endpoint_context.ts";
import { makePosts } from "../../tests/support/make_posts.ts";
import { handler } from "./posts.ts";

const STORED = makePosts([9, 7, 5, 3, 1]);

/** Asks a store of five posts. */
async function ask(
  query: string,
): Promise<{ filter: PostFilter; posts: Post[]; next: string | null }> {
  let filter: PostFilter | undefined;
  const ctx = endpointContext(`/api/posts${query}`, {
    readPosts(_, given) {
      filter = given;
      const { before = Infinity, limit } = given;
      const older = STORED.filter((post) => post.seq < before);
      return Promise.resolve(older.slice(0, limit));
    },
  });
  const response = await handler.GET(ctx);
  return { ...await response.json(), filter: filter! };
}

Deno.test("GET /api/posts answers all posts if they fit", async () => {
  const { posts, next } = await ask("?topic=trump");
  deepStrictEqual(posts, STORED);
  strictEqual(next, null);
});

Deno.test("GET /api/posts leads from page to page to the end", async () => {
  const pages: number[][] = [];
  let next: string | null = "";
  while (next !== null) {
    const page = await ask(`?topic=trump&limit=2&before=${next}`);
    pages.push(page.posts.map((post) => post.seq));
    next = page.next;
  }
  deepStrictEqual(pages, [[9, 7], [5, 3], [1]]);
});

Deno.test("GET /api/posts says that there is no more after a full last page", async () => {
  const { posts, next } = await ask("?topic=trump&limit=5");
  strictEqual(posts.length, 5);
  strictEqual(next, null);
});

Deno.test("GET /api/posts passes its filter on", async () => {
  const { filter } = await ask("?topic=trump&q=%23maga&sentiment=neutral");
  const { limit: _, ...rest } = filter;
  deepStrictEqual(rest, { q: "#maga", sentiment: "neutral" });
});

const BAD: [query: string, expected: object][] = [
  ["?topic=nobody", { status: 404 }],
  ["?topic=trump&limit=501", { parameter: "limit" }],
  ["?topic=trump&sentiment=good", { parameter: "sentiment" }],
  ["?topic=trump&before=x", { parameter: "before", value: "x" }],
];

for (const [query, expected] of BAD) {
  Deno.test(`GET /api/posts refuses "${query}"`, async () => {
    await rejects(ask(query), expected);
  });
}
