import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
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

Deno.test("createLiveReads() fails for a topic that is gone", async () => {
  await using store = await openSqliteStore();
  const reads = createLiveReads(store.db);
  await rejects(reads.readWindow("x"), /Topic "x" is gone/);
  await rejects(reads.readWindowTerms("x"), /Topic "x" is gone/);
});
