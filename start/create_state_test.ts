import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { HttpError } from "fresh";
import { openGap } from "../db/open_gap.ts";
import { readCursor } from "../db/read_cursor.ts";
import { storeBatch } from "../db/store_batch.ts";
import { writeSourceState } from "../db/write_source_state.ts";
import type { Feed } from "../live/feed.ts";
import { sourceState } from "../tests/support/source_states.ts";
import {
  NOON,
  openSqliteStore,
  postEntry,
  skipEntry,
  type TestStore,
} from "../tests/support/store.ts";
import type { State } from "../state.ts";
import { createState } from "./create_state.ts";

const RANGE = { from: NOON / 1_000 - 3_600, to: NOON / 1_000 + 3_600 };

function makeState({ db }: Pick<TestStore, "db">): State {
  const feed: Pick<Feed, "watch" | "viewers" | "looked"> = {
    viewers: 3,
    looked: { seq: 1, atMs: NOON },
    watch: (slugs, cursor) =>
      ReadableStream.from([new TextEncoder().encode(`${slugs} ${cursor}`)]),
  };
  return createState(db, {
    feed: feed as Feed,
    readMetrics: () => Promise.resolve("metrics"),
    readBanner: () => "made up",
    source: "demo:",
    log: () => {},
    flow: {
      logKind: "JetStream",
      countWaiting: () => Promise.reject(new Error("the log is away")),
      committedMs: () => NOON,
      xPostsPerDay: 0,
    },
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
  const { posts, next } = await state.readPosts("trump", { limit: 2 });
  strictEqual(next, "2");
  deepStrictEqual(posts.map(({ seq }) => seq), [3, 2]);
  const exported = await Array.fromAsync(state.exportPosts("trump", RANGE));
  deepStrictEqual(exported.map(({ seq }) => seq), [1, 2, 3]);
  const series = await state.readSeries("trump", RANGE, 60);
  strictEqual(series.posts.reduce((sum, count) => sum + count), 3);
  deepStrictEqual(await state.readTerms("trump", RANGE, "lang", 5), [
    { term: "en", count: 3 },
  ]);
  deepStrictEqual(await state.compareTerms("trump", RANGE, "lang", 5), [
    { term: "en", count: 3, before: null },
  ]);
  const named = { ...RANGE, kind: "24h" }; // as pages have it
  strictEqual((await state.compareTerms("trump", named, "lang", 5)).length, 1);
  strictEqual((await state.readTerms("trump", named, "lang", 5)).length, 1);
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

Deno.test("createState() answers how all that flows is doing", async () => {
  await using store = await openSqliteStore();
  const { db } = store;
  const entries = [postEntry(1), postEntry(2), skipEntry(3)];
  await storeBatch(db, store.stream, entries);
  await writeSourceState(db, sourceState("bluesky:"));
  const fromMs = Date.now() - 60_000;
  await openGap(db.kysely, { source: "bluesky:", fromMs, why: "no answer" });

  const { seq } = await readCursor(db.kysely);
  const { at, sources, ...rest } = await makeState(store).readPipeline();
  strictEqual(Math.abs(at - Date.now() / 1_000) < 5, true);
  deepStrictEqual(sources.map(({ source, state }) => [source, state]), [
    ["bluesky:", "live"],
  ]);
  deepStrictEqual(rest, {
    log: { kind: "JetStream", newest: 3, waiting: null },
    storage: {
      committed: NOON / 1_000,
      received: (NOON + 2) / 1_000,
      posts: 2,
      skipped: [{ reason: "malformed", count: 1, lastDay: 0 }],
    },
    poller: { behind: seq - 1, looked: NOON / 1_000 },
    viewers: 3,
    gaps: [{
      source: "bluesky:",
      from: fromMs / 1_000,
      to: null,
      why: "no answer",
      recovered: false,
    }],
    spending: null,
  });
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
