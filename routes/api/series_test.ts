import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import type { State } from "../../state.ts";
import { endpointContext } from "../../tests/support/endpoints.ts";
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
      const counts = { posts: [3], positive: [1], negative: [1], neutral: [1] };
      const columns = { t, ...counts, score: [0], squares: [2] };
      return Promise.resolve({ topic: args[0], step: args[2], ...columns });
    },
    readSourceSeries(...args) {
      deepStrictEqual(args, asked);
      const sources = Object.fromEntries([["__proto__", [3]]]);
      return Promise.resolve({ t: [10], sources });
    },
    readExtent: (slug) => {
      strictEqual(slug, "trump");
      return Promise.resolve({ from: 100, to: 200 });
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
    squares: [2],
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

Deno.test("GET /api/series answers the posts of each source too, whatever it is called", async () => {
  const { asked, answer } = await ask("?topic=trump&by=source");
  strictEqual(asked[2], 60);
  const { posts, sources } = answer as Record<string, object>;
  deepStrictEqual(posts, [3]);
  deepStrictEqual(Object.entries(sources!), [["__proto__", [3]]]);
});

Deno.test("GET /api/series takes ranges as pages name them", async () => {
  const week = await ask("?topic=trump&range=7d");
  strictEqual(week.asked[1].to - week.asked[1].from, 7 * 86_400);
  const quarter = await ask("?topic=trump&range=15m");
  strictEqual(quarter.asked[1].to - quarter.asked[1].from, 900);
  const all = await ask("?topic=trump&range=all");
  deepStrictEqual(all.asked[1], { from: 100, to: 200 });
});

const BAD: [query: string, expected: object][] = [
  ["?topic=", { parameter: "topic", value: "" }],
  ["", { parameter: "topic" }],
  ["?topic=trump&step=15", { parameter: "step", value: "15" }],
  ["?topic=trump&from=0&to=100001&step=10", { parameter: "step" }],
  ["?topic=trump&by=author", { parameter: "by", value: "author" }],
  ["?topic=trump&by=source&step=90", { parameter: "step", value: "90" }],
  ["?topic=trump&range=2d", { parameter: "range", value: "2d" }],
  ["?topic=trump&from=9&to=8", { parameter: "from", value: "9" }],
  ["?topic=trump&to=tomorrow", { parameter: "to", value: "tomorrow" }],
];

for (const [query, expected] of BAD) {
  Deno.test(`GET /api/series refuses "${query}"`, async () => {
    await rejects(ask(query), expected);
  });
}
