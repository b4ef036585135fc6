import { deepStrictEqual, notStrictEqual } from "node:assert/strict";
import { listTopics } from "../../../db/read/snapshot.ts";
import { readTopics } from "../../../db/read/topics.ts";
import { storeBatch } from "../../../db/write/store_batch.ts";
import { addTopic } from "../../../db/write/topics.ts";
import { deleteEntry, NOON, type OpenTestStore, postEntry } from "../store.ts";

/** What is tracked. */
export function testTopics(name: string, open: OpenTestStore): void {
  Deno.test(`addTopic() on ${name} tells slugs apart that look alike`, async () => {
    await using store = await open();
    const slugs = ["cafe", "café"];
    for (const slug of slugs) await addTopic(store.db, { slug, query: slug });
    const topics = await readTopics(store.db.kysely);
    deepStrictEqual(topics.slice(2).map(({ slug }) => slug), slugs);
  });

  Deno.test(`listTopics() on ${name} says what is stored of each topic`, async () => {
    await using store = await open();
    const { db, stream } = store;
    await storeBatch(db, stream, [
      postEntry(1, { createdMs: NOON + 5_000 }),
      postEntry(2, { createdMs: NOON }),
      deleteEntry(3, "p2"),
    ]);
    const [trump, climate] = await listTopics(db.kysely);
    const { color } = store.topics[0];
    deepStrictEqual(trump, {
      slug: "trump",
      query: "trump",
      color,
      active: true,
      posts: 2,
      lastPostAt: "2026-01-31T12:00:05.000Z",
    });
    deepStrictEqual([climate!.posts, climate!.lastPostAt], [0, null]);
    notStrictEqual(climate!.color, color);
  });
}
