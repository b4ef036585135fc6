import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { endpointContext } from "../../../tests/support/endpoints.ts";
import { makeWindow } from "../../../tests/support/posts.ts";
import { handler } from "./[topic].tsx";

async function get(topic: string, query = "") {
  const context = endpointContext(`/embed/t/${topic}${query}`, {
    readInterruptions: () => Promise.resolve({ gaps: [], outages: [] }),
    readSeries: () => Promise.resolve(makeWindow([1, 2], 890)),
    readTerms: (_slug, _range, kind) =>
      Promise.resolve([{ term: `a ${kind} word`, count: 3 }]),
  });
  const ctx = { ...context, params: { topic } };
  type Context = Parameters<typeof handler.GET>[0];
  return await handler.GET(ctx as unknown as Context);
}

Deno.test("GET /embed/t/:topic gives the page a chart, and the way to all of it", async () => {
  const { data } = await get("trump", "?chart=share&range=1h");
  ok(data.problem === null && data.embed.chart !== "words");
  strictEqual(data.embed.chart, "share");
  deepStrictEqual(data.embed.rendered.series.posts, [1, 2]);
  strictEqual(data.href, "/t/trump?range=1h");
});

Deno.test("GET /embed/t/:topic gives the page words", async () => {
  const { data } = await get("trump", "?chart=words");
  ok(data.problem === null && data.embed.chart === "words");
  deepStrictEqual(
    [data.embed.rendered.positive[0]!.term, data.href],
    ["a positive word", "/t/trump"],
  );
});

const PROBLEMS: [
  topic: string,
  query: string,
  status: number,
  words: RegExp,
][] = [
  ["nope", "", 404, /Unknown topic "nope"/],
  ["trump", "?chart=pie", 400, /chart must be one of posts, share, score/],
  ["trump", "?range=2h", 400, /range must be one of/],
  ["trump", "?mood=glad", 400, /mood must be one of/],
];

for (const [topic, query, status, words] of PROBLEMS) {
  Deno.test(`GET /embed/t/${topic}${query} says within the frame why there is nothing`, async () => {
    const answer = await get(topic, query);
    strictEqual(answer.status, status);
    ok(words.test(answer.data.problem ?? ""));
  });
}
