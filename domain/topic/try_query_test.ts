import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { parseQuery } from "../query/parse.ts";
import { costOf, type TriedPost, tryQuery, xPerDay } from "./try_query.ts";

async function* posts(...texts: string[]): AsyncGenerator<TriedPost> {
  for (const [i, text] of texts.entries()) {
    const at = { source: "file", topic: "t", extId: `p${i}`, createdMs: i };
    yield await Promise.resolve({ ...at, text, lang: "en", author: "ann" });
  }
}

Deno.test("tryQuery() counts what matches, and shows some of it", async () => {
  const query = parseQuery("cat -dog");
  const texts = ["a cat", "cat and dog", "fish", "CAT", "cat!"];
  const trial = await tryQuery(query, posts(...texts), { examples: 2 });
  deepStrictEqual([trial.matched, trial.of], [3, 5]);
  deepStrictEqual(trial.examples.map(({ id, text }) => [id, text]), [
    ["p0", "a cat"],
    ["p3", "CAT"],
  ]);
  deepStrictEqual(trial.examples[1], {
    id: "p3",
    source: "file",
    topic: "t",
    author: "ann",
    createdAt: "1970-01-01T00:00:00.003Z",
    lang: "en",
    text: "CAT",
  });
});

Deno.test("tryQuery() of no posts matches none of none", async () => {
  const trial = await tryQuery(parseQuery("cat"), posts());
  deepStrictEqual(trial, { matched: 0, of: 0, examples: [] });
});

Deno.test("tryQuery() counts apart what X bills for", async () => {
  async function* mixed(): AsyncGenerator<TriedPost> {
    for await (const post of posts("a cat", "cat", "fish", "cat")) {
      const isOfX = post.createdMs !== 1;
      yield { ...post, source: isOfX ? "x" : "file" };
    }
  }
  const { matched, x } = await tryQuery(parseQuery("cat"), mixed());
  deepStrictEqual([matched, x], [3, { matched: 2, seconds: 0.003 }]);
});

Deno.test("xPerDay() goes on at the pace of what was seen", () => {
  deepStrictEqual(xPerDay({ matched: 25, seconds: 21_600 }), {
    posts: 100,
    cost: 0.5,
  });
  deepStrictEqual(xPerDay({ matched: 0, seconds: 600 }), { posts: 0, cost: 0 });
});

Deno.test("xPerDay() says nothing of too little", () => {
  strictEqual(xPerDay({ matched: 25, seconds: 599 }), null);
  strictEqual(xPerDay(undefined), null);
});

Deno.test("costOf() takes half a cent a post", () => {
  strictEqual(costOf(0), 0);
  strictEqual(costOf(3), 0.015);
  strictEqual(costOf(2_000), 10);
});
