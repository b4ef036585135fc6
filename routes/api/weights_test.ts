import { deepStrictEqual, rejects } from "node:assert/strict";
import { endpointContext } from "../../tests/support/endpoints.ts";
import { makePosts } from "../../tests/support/posts.ts";
import { handler } from "./weights.ts";

const WEIGHTS = {
  post: makePosts([7])[0]!,
  words: [{ word: "good", from: 2, to: 6, weight: 1.5 }],
};

const ANSWER = {
  ...{ seq: 7, sentiment: "positive", pNegative: null, pPositive: null },
  ...{ scorer: 1, words: WEIGHTS.words },
};

async function ask(query: string): Promise<unknown> {
  const ctx = endpointContext(`/api/weights${query}`, {
    readWeights: (slug, seq) =>
      Promise.resolve(slug === "trump" && seq === 7 ? WEIGHTS : null),
    readPosts: (slug, { limit }) => {
      const posts = slug === "trump" ? makePosts([7]).slice(0, limit) : [];
      return Promise.resolve({ posts, next: null });
    },
  });
  return await (await handler.GET(ctx)).json();
}

Deno.test("GET /api/weights answers which words weighed in a post, or in the newest", async () => {
  deepStrictEqual(await ask("?topic=trump&seq=7"), ANSWER);
  deepStrictEqual(await ask("?topic=trump"), ANSWER);
});

Deno.test("GET /api/weights refuses what names no post", async () => {
  await rejects(ask("?topic=trump&seq=8"), { status: 404 });
  await rejects(ask("?topic=climate"), { status: 404 });
  await rejects(ask("?topic=trump&seq=x"), { parameter: "seq", value: "x" });
  await rejects(ask("?seq=7"), { parameter: "topic" });
});
