import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { forEachDatabase } from "../../tests/support/mysql.ts";
import {
  deleteEntry,
  NOON,
  postEntries,
  type TestStore,
} from "../../tests/support/store.ts";
import { prunePosts } from "../write/prune.ts";
import { storeBatch } from "../write/store_batch.ts";
import { removeTopic } from "../write/topics.ts";
import type { Label } from "../../domain/check/check.ts";
import {
  addCheck,
  deleteCheck,
  deleteLabels,
  readNewestChecks,
  setLabel,
} from "./checks.ts";
import { samplePosts } from "./sample.ts";

const RANGE = { from: NOON / 1_000, to: NOON / 1_000 + 3_600 };

/** Stores forty posts, and begins a check of them. */
async function begin({ db, stream, topics }: TestStore, size = 40) {
  await storeBatch(db, stream, postEntries(1, 40));
  const sample = await samplePosts(db.kysely, topics[0], RANGE, 540);
  const check = { range: RANGE, size, sample, topicPosts: 40, nowMs: 7 };
  return await addCheck(db, topics[0], check);
}

async function labelAll(
  { db }: TestStore,
  checkId: number,
  { reader, count, label }: { reader: string; count: number; label: Label },
): Promise<void> {
  for (let place = 0; place < count; place++) {
    const createdMs = place;
    await setLabel(db, { checkId, place }, { reader, label, createdMs });
  }
}

async function countRows({ db: { kysely } }: TestStore) {
  const counts = [];
  for (const table of ["checks", "check_posts", "labels"] as const) {
    counts.push((await kysely.selectFrom(table).selectAll().execute()).length);
  }
  return counts;
}

forEachDatabase((name, open) => {
  Deno.test(`addCheck() on ${name} keeps what is drawn, and labels of it one a reader`, async () => {
    await using store = await open();
    const { db: { kysely }, topics: [topic] } = store;
    const checkId = await begin(store, 10);
    const place = (place: number) => ({ checkId, place });
    const label = (reader: string, label: Label, createdMs = 1) => ({
      ...{ reader, label, createdMs },
    });
    strictEqual(await setLabel(store.db, place(0), label("a", "skip")), true);
    await setLabel(store.db, place(0), label("a", "negative", 2));
    await setLabel(store.db, place(0), label("b", "positive", 3));
    await setLabel(store.db, place(1), label("b", "neutral", 4));
    strictEqual(await setLabel(store.db, place(10), label("a", "skip")), false);
    const { newest, labelled } = await readNewestChecks(kysely, topic.id);
    strictEqual(labelled, null, "two of ten");
    deepStrictEqual(
      newest!.checked.slice(0, 3).map(({ labels }) =>
        labels.map(({ reader, label }) => `${reader} ${label}`)
      ),
      [["a negative", "b positive"], ["b neutral"], []],
    );
    deepStrictEqual(
      [newest!.checked.length, newest!.posts, newest!.pool.posts],
      [10, 40, 40],
    );
    await deleteLabels(kysely, checkId, "b", 0);
    deepStrictEqual(await countRows(store), [1, 10, 2]);
    await deleteLabels(kysely, checkId, "b");
    deepStrictEqual(await countRows(store), [1, 10, 1]);
    await deleteCheck(store.db, topic.id + 1, checkId);
    deepStrictEqual(await countRows(store), [1, 10, 1], "of another topic");
    await deleteCheck(store.db, topic.id, checkId);
    deepStrictEqual(await countRows(store), [0, 0, 0]);
  });

  Deno.test(`readNewestChecks() on ${name} finds the newest with enough labels`, async () => {
    await using store = await open();
    const { db: { kysely }, topics: [topic] } = store;
    const first = await begin(store);
    await labelAll(store, first, { reader: "a", count: 30, label: "skip" });
    strictEqual((await readNewestChecks(kysely, topic.id)).labelled, null);
    await labelAll(store, first, { reader: "b", count: 30, label: "neutral" });
    const second = await begin(store);
    await labelAll(store, second, { reader: "a", count: 29, label: "neutral" });
    const { newest, labelled } = await readNewestChecks(kysely, topic.id);
    deepStrictEqual([newest?.id, labelled?.id], [second, first]);
  });

  Deno.test(`labels on ${name} go with a deleted post and a purged topic, and outlive a pruned post`, async () => {
    await using store = await open();
    const { db, stream, topics: [topic] } = store;
    const checkId = await begin(store);
    await labelAll(store, checkId, {
      reader: "a",
      count: 40,
      label: "neutral",
    });
    await storeBatch(db, stream, [deleteEntry(41, "p7")]);
    deepStrictEqual(await countRows(store), [1, 39, 39]);
    const { newest } = await readNewestChecks(db.kysely, topic.id);
    strictEqual(newest!.checked.some(({ seq }) => seq === 7), false);
    await prunePosts(db, Date.now());
    const posts = await db.kysely.selectFrom("posts").selectAll().execute();
    deepStrictEqual(posts, []);
    deepStrictEqual(await countRows(store), [1, 39, 39]);
    await removeTopic(db, topic.slug, { purge: true });
    deepStrictEqual(await countRows(store), [0, 0, 0]);
  });
});
