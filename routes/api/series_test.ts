import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import type { State } from "../../state.ts";
import { endpointContext } from "../../tests/support/endpoint_context.ts";
import { handler } from "./series.ts";

type Asked = Parameters<State["readSeries"]>;

const GAP = {
  source: "x:",
  from: 5,
  to: null,
  why: "no answer",
  recovered: false,
};
const OUTAGE = {
  from: 5,
  to: null,
  sources: ["x:"],
  reasons: ["no answer"],
};

async function ask(query: string): Promise<{ asked: Asked; answer: unknown }> {
  let asked: Asked | undefined;
  const ctx = endpointContext(`/api/series${query}`, {
    readInterruptions(range) {
      deepStrictEqual(range, asked?.[1]);
      return Promise.resolve({ gaps: [GAP], outages: [OUTAGE] });
    },
    readSeries(...args) {
      asked = args;
      const t = [10];
      const [posts, positive, negative, neutral, score] = [[3], [1], [1], [1], [
        0,
      ]];
      const columns = { t, posts, positive, negative, neutral, score };
      return Promise.resolve({ topic: args[0], step: args[2], ...columns });
    },
  });
  const response = await handler.GET(ctx);
  return { asked: asked!, answer: await response.json() };
}

Deno.test("GET /api/series answers columns, and what was interrupted", async () => {
  const { asked, answer } = await ask("?topic=trump&from=0&to=3600&step=60");
  deepStrictEqual(asked, ["trump", { from: 0, to: 3_600 }, 60]);
  deepStrictEqual(answer, {
    topic: "trump",
    step: 60,
    t: [10],
    posts: [3],
    positive: [1],
    negative: [1],
    neutral: [1],
    score: [0],
    gaps: [GAP],
    outages: [OUTAGE],
  });
});

Deno.test("GET /api/series answers the last quarter of an hour by itself", async () => {
  const { asked: [, { from, to }, step] } = await ask("?topic=trump");
  strictEqual(to - from, 900);
  strictEqual(Math.abs(to - Date.now() / 1_000) < 2, true);
  strictEqual(step, 10);
});

const BAD: [query: string, expected: object][] = [
  ["?topic=nobody", { status: 404 }],
  ["", { parameter: "topic" }],
  ["?topic=trump&step=15", { parameter: "step", value: "15" }],
  ["?topic=trump&from=0&to=100001&step=10", { parameter: "step" }],
  ["?topic=trump&from=9&to=8", { parameter: "from", value: "9" }],
  ["?topic=trump&to=tomorrow", { parameter: "to", value: "tomorrow" }],
];

for (const [query, expected] of BAD) {
  Deno.test(`GET /api/series refuses "${query}"`, async () => {
    await rejects(ask(query), expected);
  });
}
