import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { addTopic } from "../db/add_topic.ts";
import { changeTopic } from "../db/change_topic.ts";
import { removeTopic } from "../db/remove_topic.ts";
import { storeBatch } from "../db/store_batch.ts";
import { openSqliteStore, postEntry } from "../tests/support/store.ts";
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

Deno.test("createLiveReads() reads the topics that there are, and one alone", async () => {
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
  const { topics: one } = await reads.readSnapshot(["new"]);
  deepStrictEqual(Object.keys(one), ["new"]);
});

Deno.test("createLiveReads() fails for a topic that is gone", async () => {
  await using store = await openSqliteStore();
  const reads = createLiveReads(store.db);
  await rejects(reads.readWindow("x"), /Topic "x" is gone/);
  await rejects(reads.readWindowTerms("x"), /Topic "x" is gone/);
});
