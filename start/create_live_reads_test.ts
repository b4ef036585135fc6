import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { changeTopic } from "../db/change_topic.ts";
import { removeTopic } from "../db/remove_topic.ts";
import { storeBatch } from "../db/write/store_batch.ts";
import { addTopic } from "../db/write/topics.ts";
import type { EditEntry } from "../domain/pipeline/log_entry.ts";
import { createFeed } from "../live/feed.ts";
import { readEvents, takeEvents } from "../tests/support/read_events.ts";
import {
  openSqliteStore,
  postEntries,
  postEntry,
} from "../tests/support/store.ts";
import { createLiveReads } from "./create_live_reads.ts";

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
  score: () => ({ score: -3, positive: 0, negative: 1, terms: [] }),
};

Deno.test("createLiveReads() lets the live stream show an edit, and count it", async () => {
  await using store = await openSqliteStore();
  const fields = { createdMs: Date.now(), score: 2, positive: 1 };
  await storeBatch(store.db, store.stream, postEntries(1, 3, fields));
  using feed = createFeed(createLiveReads(store.db), { pollMs: 60_000 });
  const events = readEvents(feed.watch(["trump"], null));
  await takeEvents(events, (taken) => taken.length === 1);
  await storeBatch(store.db, store.stream, [EDIT]);
  feed.nudge();
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
