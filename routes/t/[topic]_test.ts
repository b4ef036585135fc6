import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import type { Pipeline, SourceHealth } from "../../domain/pipeline/pipeline.ts";
import { sourceNote } from "../../components/page/Quiet.tsx";
import { endpointContext } from "../../tests/support/endpoints.ts";
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

async function get(topic: string, query = "") {
  const context = endpointContext(`/t/${topic}${query}`, {
    compareTerms: (_slug, _range, kind) =>
      Promise.resolve([{ term: kind, count: 2, before: 1 }]),
    readPosts: () => Promise.resolve({ posts: makePosts([7]), next: "3" }),
    readInterruptions: () => Promise.resolve({ gaps: [], outages: [OUTAGE] }),
    readPipeline: () =>
      Promise.resolve({ sources: [BLUESKY] } as unknown as Pipeline),
    readSourceSeries: () => Promise.resolve(SOURCES),
    readRates: () => Promise.resolve({ trump: 0 }),
    readSnapshot: () =>
      Promise.resolve({
        cursor: "e:50",
        reset: false,
        topics: { trump: makeSnapshot({ posts: makePosts(seqs) }) },
      }),
  });
  const ctx = { ...context, params: { topic } };
  type Context = Parameters<typeof handler.GET>[0];
  return await handler.GET(ctx as unknown as Context);
}

Deno.test("GET /t/:topic gives the page its topic, its cursor and the newest posts", async () => {
  const { data, status } = await get("trump");
  strictEqual(status, undefined);
  strictEqual(data.topic.slug, "trump");
  strictEqual(data.live.cursor, "e:50");
  deepStrictEqual(
    data.live.posts.posts.map(({ seq }) => seq),
    seqs.slice(0, 30),
  );
  strictEqual(data.live.posts.next, "21");
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
    outages: [OUTAGE],
    sources: SOURCES,
  });
});

Deno.test("GET /t/:topic gives the page the posts and the list that are asked for", async () => {
  const { data } = await get("trump", "?mood=positive&list=emoji");
  deepStrictEqual(data.live.posts, {
    posts: makePosts([7]),
    next: "3",
    seq: 50,
  });
  strictEqual(data.live.terms.emoji?.[0]?.term, "emoji");
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
