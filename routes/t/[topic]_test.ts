import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import type { Pipeline, SourceHealth } from "../../domain/pipeline/pipeline.ts";
import { toSeries } from "../../domain/series/series.ts";
import { sourceNote } from "../../components/page/Quiet.tsx";
import { endpointContext } from "../../tests/support/endpoints.ts";
import type { State } from "../../state.ts";
import { makePosts, makeSnapshot } from "../../tests/support/posts.ts";
import { handler } from "./[topic].tsx";

const seqs = Array.from({ length: 50 }, (_, i) => 50 - i);

const OUTAGE = { from: 5, to: null, sources: ["x:"], reasons: ["refused"] };

const SOURCES = { t: [60], sources: { bluesky: [1], x: [2] } };

const BLUESKY = {
  source: "bluesky:",
  name: "bluesky",
  state: "starting",
  detail: "connecting",
} as SourceHealth;

async function get(
  topic: string,
  query = "",
  given: Partial<State> = {},
) {
  const context = endpointContext(`/t/${topic}${query}`, {
    compareTerms: (_slug, _range, kind) =>
      Promise.resolve([{ term: kind, count: 2, before: 1 }]),
    readPosts: () => Promise.resolve({ posts: makePosts([7]), next: "3" }),
    readMatched: (_slug, range) =>
      Promise.resolve({ range, posts: [], of: 9, isCut: false, gone: 0 }),
    readMatchedTerms: (_slug, _range, _filter, kind) =>
      Promise.resolve([{ term: kind, count: 1 }]),
    readExtent: () => Promise.resolve({ from: 0, to: 3_600 }),
    readInterruptions: () => Promise.resolve({ gaps: [], outages: [OUTAGE] }),
    readPipeline: () =>
      Promise.resolve({ sources: [BLUESKY] } as unknown as Pipeline),
    readJumps: () => Promise.resolve([]),
    readTerms: (_slug, _range, kind) =>
      Promise.resolve(kind === "lang" ? LANGUAGES : []),
    checks: {
      readNewest: () => Promise.resolve({ newest: null, labelled: null }),
    } as unknown as State["checks"],
    readSourceSeries: () => Promise.resolve(SOURCES),
    readRates: () => Promise.resolve({ trump: 0 }),
    readSnapshot: () =>
      Promise.resolve({
        cursor: "e:50",
        reset: false,
        topics: { trump: makeSnapshot({ posts: makePosts(seqs) }) },
      }),
    ...given,
  });
  const ctx = { ...context, params: { topic } };
  type Context = Parameters<typeof handler.GET>[0];
  return await handler.GET(ctx as unknown as Context);
}

const LANGUAGES = [{ term: "tr", count: 3 }, { term: "en", count: 1 }];

async function getPage(topic: string, query = "") {
  const answer = await get(topic, query);
  ok(!(answer instanceof Response));
  return answer;
}

Deno.test("GET /t/:topic gives the page its topic, its cursor and the newest posts", async () => {
  const { data, status } = await getPage("trump");
  strictEqual(status, undefined);
  strictEqual(data.topic.slug, "trump");
  strictEqual(data.live.cursor, "e:50");
  deepStrictEqual(
    data.live.posts.posts.map(({ seq }) => seq),
    seqs.slice(0, 30),
  );
  strictEqual(data.live.posts.next, "21000_21");
  strictEqual(data.live.snapshot.posts.length, 1);
  strictEqual(data.live.note, sourceNote([BLUESKY]));
  deepStrictEqual(Object.keys(data.live.terms), [
    "positive",
    "negative",
    "hashtag",
  ]);
  deepStrictEqual(data.live.loaded, {
    key: "",
    view: null,
    filtered: null,
    outages: [OUTAGE],
    sources: SOURCES,
    jumps: [],
    scorerChanges: [],
    poorlyReadShare: 0.75,
  });
});

Deno.test("GET /t/:topic gives the page the posts and the list that are asked for", async () => {
  const { data } = await getPage("trump", "?mood=positive&list=emoji");
  deepStrictEqual(data.live.posts, {
    posts: makePosts([7]),
    next: "3",
    seq: 50,
  });
  deepStrictEqual(data.live.terms.emoji, [{ term: "emoji", count: 1 }]);
  strictEqual(data.live.loaded.filtered?.of, 9);
});

Deno.test("GET /t/:topic refuses a filter that is none, and says which", async () => {
  for (const [name, value] of [["mood", "glad"], ["before", "x"]]) {
    await rejects(get("trump", `?${name}=${value}`), {
      status: 400,
      message: new RegExp(`^${name} must .* "${value}"$`),
    });
  }
});

Deno.test("GET /t/:topic knows no topic that is not there", async () => {
  await rejects(get("nope"), { status: 404, message: /Unknown topic "nope"/ });
  await rejects(get("constructor"), { status: 404 });
});

Deno.test("GET /t/:topic refuses a range that is none, and says which", async () => {
  await rejects(get("trump", "?range=2h"), {
    status: 400,
    message: /current value is "2h"/,
  });
});

const HOUR_MS = 3_600_000;

/** Where a topic's page leads whose newest post is so old. */
async function locationOf(
  ageMs: number,
  query = "",
  state: SourceHealth["state"] = "live",
): Promise<string | null> {
  const lastPostAt = new Date(Date.now() - ageMs).toISOString();
  const topic = { slug: "trump", query: "trump", color: "#000000" };
  const answer = await get("trump", query, {
    listTopics: () =>
      Promise.resolve([{ ...topic, active: true, posts: 9, lastPostAt }]),
    readPipeline: () =>
      Promise.resolve(
        { sources: [{ ...BLUESKY, state }] } as unknown as Pipeline,
      ),
    readSeries: (topic, { from, to }, step) =>
      Promise.resolve(toSeries([], { topic, step, from, to })),
    readTerms: () => Promise.resolve([]),
  });
  return answer instanceof Response ? answer.headers.get("location") : null;
}

Deno.test("GET /t/:topic shows all of what has no posts of the last day, unless a range is asked for", async () => {
  strictEqual(await locationOf(25 * HOUR_MS), "/t/trump?range=all");
  strictEqual(
    await locationOf(25 * HOUR_MS, "?q=x&per=year"),
    "/t/trump?q=x&per=year&range=all",
  );
  for (const range of ["range=15m", "range=1h", "from=0&to=9", "from=9"]) {
    strictEqual(await locationOf(25 * HOUR_MS, `?${range}`), null, range);
  }
  strictEqual(await locationOf(23 * HOUR_MS), null);
});

Deno.test("GET /t/:topic shows all where sources have ended, once their posts have left the live window", async () => {
  strictEqual(
    await locationOf(2 * HOUR_MS, "", "ended"),
    "/t/trump?range=all",
  );
  strictEqual(await locationOf(60_000, "", "ended"), null);
});
