import {
  deepStrictEqual,
  match,
  rejects,
  strictEqual,
} from "node:assert/strict";
import type { Matched } from "../../domain/series/matched.ts";
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

const SUMS = {
  ...{ scored: [2], scorers: [4] },
  ...{ pPositive: [1.2], pNegative: [0.6], pSquares: [0.26] },
};
const MOODS = {
  ...{ mood: [30], ci: [39.2], scorer: [null], scorerChanges: [] },
  overall: {
    ...{ posts: 3, scored: 2, mood: 30, words: "positive" },
    ...{ ci: 39.2, level: 10, poorlyReadShare: 0.25 },
  },
};

async function ask(query: string): Promise<{ asked: Asked; answer: unknown }> {
  const { asked, response } = await request(query);
  return { asked, answer: await response.json() };
}

async function request(query: string) {
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
      const columns = { t, ...counts, score: [0], squares: [2], ...SUMS };
      const step = args[2] as number;
      return Promise.resolve({ topic: args[0], step, ...columns });
    },
    readTerms(...args) {
      deepStrictEqual(args.slice(0, 3), [...asked!.slice(0, 2), "lang"]);
      const [en, hi] = [{ term: "en", count: 3 }, { term: "hi", count: 1 }];
      return Promise.resolve([en, hi]);
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
  return { asked: asked!, response };
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
    ...SUMS,
    ...MOODS,
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

Deno.test("GET /api/series cuts time by the calendar of a zone", async () => {
  const day = await ask(
    "?topic=trump&from=0&to=900000&per=day&zone=Asia/Kathmandu",
  );
  match(
    JSON.stringify(day.asked[2]),
    /^\{"per":"day","zone":"Asia\/Kat.*mandu"\}$/,
  );
  // Hours and minutes are the same in most zones.
  const hour = await ask(
    "?topic=trump&from=0&to=9000&per=hour&zone=Europe/Berlin",
  );
  strictEqual(hour.asked[2], 3_600);
  const half = await ask(
    "?topic=trump&from=0&to=9000&per=hour&zone=Asia/Kolkata",
  );
  strictEqual(typeof half.asked[2], "object");
  const step = await ask("?topic=trump&from=0&to=9000&per=day&step=60");
  strictEqual(step.asked[2], 60);
});

Deno.test("GET /api/series with per=auto takes what fits, a longer step where most buckets are empty", async () => {
  const { asked } = await ask("?topic=trump&range=24h&per=auto");
  strictEqual(asked[2], 600);
});

Deno.test("GET /api/series answers a table", async () => {
  const { response } = await request(
    "?topic=trump&from=0&to=3600&step=60&format=csv&by=source",
  );
  strictEqual(
    await response.text(),
    "start,end,posts,positive,neutral,negative,mean,ci95,missing_s," +
      "mood,mood_ci95,scored,p_positive,p_negative,scorer,posts___proto__\r\n" +
      "1970-01-01T00:00:10Z,1970-01-01T00:01:10Z,3,1,1,1,0,1.131607,60," +
      "30,39.2,2,1.2,0.6,,3\r\n",
  );
  match(response.headers.get("content-type")!, /^text\/csv; charset=utf-8/);
  match(
    response.headers.get("content-disposition")!,
    /"freshet-trump-series-19700101T000000Z-19700101T010000Z\.csv"/,
  );
});

Deno.test("GET /api/series counts what matches a filter, and says of how many", async () => {
  const found = { seq: 1, t: 130, source: "demo", sentiment: "negative" };
  const asked: unknown[] = [];
  const ctx = endpointContext(
    "/api/series?topic=trump&from=0&to=3600&step=60&by=source" +
      "&sentiment=negative&site=a.b&kind=post",
    {
      readMatched(...args) {
        asked.push(...args);
        return Promise.resolve({
          range: { from: 120, to: 3_600 },
          posts: [{
            ...found as Matched["posts"][number],
            ...{ score: -2, scorer: 2, negative: 900, positive: 50 },
          }],
          ...{ of: 7, isCut: true, gone: 0 },
        });
      },
      readInterruptions: () => Promise.resolve({ gaps: [], outages: [] }),
    },
  );
  const answer = await (await handler.GET(ctx)).json();
  deepStrictEqual(asked, ["trump", { from: 0, to: 3_600 }, {
    ...{ sentiment: "negative", site: "a.b", kinds: ["post"] },
  }]);
  const { t, posts, negative, score, mood, sources, filtered } = answer;
  strictEqual(t.length, 58);
  deepStrictEqual([t[0], posts[0], negative[0], score[0]], [120, 1, 1, -2]);
  deepStrictEqual([mood[0], sources.demo[0], sources.demo[1]], [-85, 1, 0]);
  deepStrictEqual(filtered, {
    ...{ posts: 1, of: 7, since: 120, cut: true, gone: 0 },
  });
});

const BAD: [query: string, expected: object][] = [
  ["?topic=", { parameter: "topic", value: "" }],
  ["", { parameter: "topic" }],
  ["?topic=trump&step=15", { parameter: "step", value: "15" }],
  ["?topic=trump&from=0&to=100001&step=10", { parameter: "step" }],
  ["?topic=trump&format=xml", { parameter: "format", value: "xml" }],
  ["?topic=trump&by=author", { parameter: "by", value: "author" }],
  ["?topic=trump&by=source&step=90", { parameter: "step", value: "90" }],
  ["?topic=trump&per=decade", { parameter: "per", value: "decade" }],
  ["?topic=trump&per=day&zone=Mars", { parameter: "zone", value: "Mars" }],
  ["?topic=trump&range=30d&per=minute", { parameter: "per", value: "minute" }],
  ["?topic=trump&range=2d", { parameter: "range", value: "2d" }],
  ["?topic=trump&from=9&to=8", { parameter: "from", value: "9" }],
  ["?topic=trump&sentiment=glad", { parameter: "sentiment", value: "glad" }],
  ["?topic=trump&site=a%20b", { parameter: "site", value: "a b" }],
  ["?topic=trump&kind=hashtag", { parameter: "kind", value: "hashtag" }],
  ["?topic=trump&to=tomorrow", { parameter: "to", value: "tomorrow" }],
];

for (const [query, expected] of BAD) {
  Deno.test(`GET /api/series refuses "${query}"`, async () => {
    await rejects(ask(query), expected);
  });
}
