import { deepStrictEqual, rejects } from "node:assert/strict";
import type { PostSearch } from "../../domain/post/search.ts";
import { endpointContext } from "../../tests/support/endpoints.ts";
import { makePosts } from "../../tests/support/posts.ts";
import { handler } from "./posts.ts";

const PAGE = { posts: makePosts([9, 7]), next: "7" };

async function ask(
  query: string,
): Promise<{ asked: unknown[]; answer: unknown }> {
  const asked: unknown[] = [];
  const ctx = endpointContext(`/api/posts${query}`, {
    readPosts(...args) {
      asked.push(...args);
      return Promise.resolve(PAGE);
    },
  });
  const response = await handler.GET(ctx);
  return { asked, answer: await response.json() };
}

Deno.test("GET /api/posts answers posts and where to go on", async () => {
  const { asked, answer } = await ask("?topic=trump");
  deepStrictEqual(asked, ["trump", { limit: 50 }]);
  deepStrictEqual(answer, PAGE);
});

Deno.test("GET /api/posts passes its filter on", async () => {
  const { asked } = await ask(
    "?topic=trump&q=%23maga&sentiment=neutral&lang=en&term=link:a.b" +
      "&from=60&to=120&before=70000_9&after=1&limit=5",
  );
  const search: PostSearch = {
    q: "#maga",
    sentiment: "neutral",
    lang: "en",
    site: "a.b",
    from: 60,
    to: 120,
    before: { seq: 9, createdMs: 70_000 },
    after: 1,
    limit: 5,
  };
  deepStrictEqual(asked, ["trump", search]);
});

const BAD: [query: string, expected: object][] = [
  ["?topic=", { parameter: "topic", value: "" }],
  ["?topic=trump&limit=501", { parameter: "limit" }],
  ["?topic=trump&sentiment=good", { parameter: "sentiment" }],
  ["?topic=trump&before=x", { parameter: "before", value: "x" }],
];

for (const [query, expected] of BAD) {
  Deno.test(`GET /api/posts refuses "${query}"`, async () => {
    await rejects(ask(query), expected);
  });
}
