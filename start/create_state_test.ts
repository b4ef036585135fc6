import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { HttpError } from "fresh";
import { storeBatch } from "../db/store_batch.ts";
import type { Feed } from "../live/feed.ts";
import {
  NOON,
  openSqliteStore,
  postEntry,
  type TestStore,
} from "../tests/support/store.ts";
import type { State } from "../state.ts";
import { createState } from "./create_state.ts";

const RANGE = { from: NOON / 1_000 - 3_600, to: NOON / 1_000 + 3_600 };

function makeState({ db }: Pick<TestStore, "db">): State {
  const feed: Pick<Feed, "watch"> = {
    watch: (slugs, cursor) =>
      ReadableStream.from([new TextEncoder().encode(`${slugs} ${cursor}`)]),
  };
  return createState(db, {
    feed: feed as Feed,
    readMetrics: () => Promise.resolve("metrics"),
    readBanner: () => "made up",
    source: "demo:",
  });
}

Deno.test("createState() answers what is stored about a topic", async () => {
  await using store = await openSqliteStore();
  const terms = [{ kind: "lang" as const, term: "en" }];
  const entries = [1, 2, 3].map((logSeq) => postEntry(logSeq, { terms }));
  await storeBatch(store.db, store.stream, entries);
  const state = makeState(store);
  const topics = await state.listTopics();
  deepStrictEqual(topics.map(({ slug, posts }) => [slug, posts]), [
    ["trump", 3],
    ["climate", 0],
  ]);
  const posts = await state.readPosts("trump", { limit: 2 });
  deepStrictEqual(posts.map(({ seq }) => seq), [3, 2]);
  const exported = await Array.fromAsync(state.exportPosts("trump", RANGE));
  deepStrictEqual(exported.map(({ seq }) => seq), [1, 2, 3]);
  const series = await state.readSeries("trump", RANGE, 60);
  strictEqual(series.posts.reduce((sum, count) => sum + count), 3);
  deepStrictEqual(await state.readTerms("trump", RANGE, "lang", 5), [
    { term: "en", count: 3 },
  ]);
  deepStrictEqual(await state.readExtent("trump"), {
    from: NOON / 1_000,
    to: NOON / 1_000 + 3_600,
  });
  strictEqual(await state.readExtent("climate"), null);
  deepStrictEqual(await state.readInterruptions(RANGE), {
    gaps: [],
    outages: [],
  });
  const { topics: shown } = await state.readSnapshot(["climate"]);
  deepStrictEqual(Object.keys(shown), ["climate"]);
});

Deno.test("createState() says 404 of a topic that is not there", async () => {
  await using store = await openSqliteStore();
  const state = makeState(store);
  const asked = [
    state.readExtent("x"),
    state.readSeries("x", RANGE, 60),
    state.readTerms("x", RANGE, "lang", 5),
    state.readPosts("x", { limit: 1 }),
    Array.fromAsync(state.exportPosts("x", RANGE)),
  ];
  for (const answer of asked) {
    await rejects(answer, (error) => {
      strictEqual((error as HttpError).status, 404);
      return error instanceof HttpError &&
        error.message === 'There is no topic "x"';
    });
  }
});

Deno.test("createState() hands on what it was given", async () => {
  await using store = await openSqliteStore();
  const state = makeState(store);
  const stream = state.watch(["trump"], "e:1");
  strictEqual(await new Response(stream).text(), "trump e:1");
  strictEqual(await state.readMetrics(), "metrics");
  deepStrictEqual([state.banner, state.source], ["made up", "demo:"]);
});

Deno.test("createState() finds the database unready only when it is away", async () => {
  await using store = await openSqliteStore();
  const other = store.connect();
  const state = makeState({ db: other });
  deepStrictEqual(await state.findUnready(), []);
  await other.kysely.destroy();
  deepStrictEqual(await state.findUnready(), ["database"]);
});
