import { HttpError } from "fresh";
import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { readCursor } from "../../db/read/changes.ts";
import { storeBatch } from "../../db/write/store_batch.ts";
import { addTopic, changeTopic, removeTopic } from "../../db/write/topics.ts";
import { createSourceRecords } from "../../db/records/sources.ts";
import type { EditEntry } from "../../domain/pipeline/log_entry.ts";
import { Feed } from "../../live/feed.ts";
import type { State } from "../../state.ts";
import { readEvents, takeEvents } from "../../tests/support/endpoints.ts";
import { sourceState } from "../../tests/support/pipeline.ts";
import {
  NOON,
  openSqliteStore,
  postEntries,
  postEntry,
  scoreFor,
  skipEntry,
  type TestStore,
} from "../../tests/support/store.ts";
import { createLiveReads, createState } from "./state.ts";

Deno.test("createLiveReads() reads what is new, and the window up to now", async () => {
  await using store = await openSqliteStore();
  const createdMs = Date.now();
  const terms = [{ kind: "positive" as const, term: "great" }];
  const entries = [1, 2].map((n) => postEntry(n, { createdMs, terms }));
  await storeBatch(store.db, store.stream, entries);
  const reads = createLiveReads(store.db);

  const changes = await reads.readChanges(1);
  deepStrictEqual(changes.posts.map(({ seq }) => seq), [2]);
  const window = await reads.readWindow("trump");
  strictEqual(window.posts.reduce((sum, count) => sum + count), 2);
  const { positive } = await reads.readWindowTerms("trump");
  deepStrictEqual(positive, [{ term: "great", count: 2 }]);
  const { topics } = await reads.readSnapshot();
  deepStrictEqual(Object.keys(topics), ["trump", "climate"]);
});

Deno.test("createLiveReads() reads the topics that there are", async () => {
  await using store = await openSqliteStore();
  const reads = createLiveReads(store.db);
  await addTopic(store.db, { slug: "new", query: "new OR newer" });
  await changeTopic(store.db, "trump", { active: false });
  await removeTopic(store.db, "climate");
  const topics = await reads.readTopics();
  deepStrictEqual(
    topics.map(({ slug, query, active }) => [slug, query, active]),
    [["trump", "trump", false], ["new", "new OR newer", true]],
  );
  const { slugs } = await reads.readChanges(0);
  deepStrictEqual(slugs, ["trump", "new"]);
  const { topics: all } = await reads.readSnapshot();
  deepStrictEqual(Object.keys(all), slugs);
});

/** The author of `p2` writes something awful in its place. */
const EDIT: EditEntry = {
  ...postEntry(4),
  kind: "edit",
  extId: "p2",
  post: { text: "awful", lang: "en", url: null },
  rescore: scoreFor,
};

Deno.test("createLiveReads() lets the live stream show an edit, and count it", async () => {
  await using store = await openSqliteStore();
  const fields = { createdMs: Date.now(), score: 2, positive: 1 };
  await storeBatch(store.db, store.stream, postEntries(1, 3, fields));
  using feed = new Feed(createLiveReads(store.db), { pollMs: 60_000 });
  const events = readEvents(feed.watch(["trump"], null));
  await takeEvents(events, (taken) => taken.length === 1);
  await storeBatch(store.db, store.stream, [EDIT]);
  feed.notifyCommit();
  const [edit, count] = await takeEvents(events, (all) => all.length === 2);
  const [{ seq, text, score }] = edit!.data.topics.trump.edited;
  deepStrictEqual([seq, text, score], [2, "awful", -3]);
  const { totals, window } = count!.data.topics.trump;
  const expected = { posts: 3, positive: 2, negative: 1, neutral: 0, score: 1 };
  deepStrictEqual(totals, expected);
  deepStrictEqual(window.negative, [1]);
  await events.return(undefined);
});

Deno.test("createLiveReads() fails for a topic that is gone", async () => {
  await using store = await openSqliteStore();
  const reads = createLiveReads(store.db);
  await rejects(reads.readWindow("x"), /Topic "x" is gone/);
  await rejects(reads.readWindowTerms("x"), /Topic "x" is gone/);
});

const RANGE = { from: NOON / 1_000 - 3_600, to: NOON / 1_000 + 3_600 };

function makeState({ db }: Pick<TestStore, "db">): State {
  const feed: Pick<Feed, "watch" | "viewers" | "lastPoll"> = {
    viewers: 3,
    lastPoll: { seq: 1, atMs: NOON },
    watch: (slugs, cursor) =>
      ReadableStream.from([new TextEncoder().encode(`${slugs} ${cursor}`)]),
  };
  return createState(db, {
    feed: feed as Feed,
    readMetrics: () => Promise.resolve("metrics"),
    readBanner: () => "made up",
    source: "demo:",
    log: () => {},
    logKind: "JetStream",
    countWaiting: () => Promise.reject(new Error("the log is away")),
    committedMs: () => NOON,
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
  strictEqual(next, `${NOON + 2_000}_2`);
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
  await createSourceRecords(db).writeRecord(sourceState("bluesky:"));
  const fromMs = Date.now() - 60_000;
  await createSourceRecords(db).openGap({
    source: "bluesky:",
    fromMs,
    why: "no answer",
  });

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
      refused: [{
        source: null,
        detail: "it is not JSON",
        count: 1,
        example: "head 3",
        place: null,
      }],
      rescoring: null,
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
        error.message === 'Unknown topic "x"';
    });
  }
});

Deno.test("createState() exports eight times at once, and refuses more until one ends", async () => {
  await using store = await openSqliteStore();
  await storeBatch(store.db, store.stream, postEntries(1, 3));
  const state = makeState(store);
  const range = { from: 0, to: NOON };
  const begin = () => state.exportPosts("trump", range);
  const running = Array.from({ length: 8 }, begin);
  for (const posts of running) await posts.next();
  await rejects(begin().next(), { status: 503 });
  await running[0]!.return(undefined);
  strictEqual((await Array.fromAsync(begin())).length, 3);
  for (const posts of running) await posts.return(undefined);
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
  const [problem] = await state.findUnready();
  deepStrictEqual(problem, {
    part: "database",
    reason: "cannot read: driver has already been destroyed",
  });
});
