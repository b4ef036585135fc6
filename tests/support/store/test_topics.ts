import {
  deepStrictEqual,
  notStrictEqual,
  strictEqual,
} from "node:assert/strict";
import { listTopics } from "../../../db/list_topics.ts";
import { readTopics } from "../../../db/read_topics.ts";
import { removeTopic } from "../../../db/remove_topic.ts";
import { storeBatch } from "../../../db/store_batch.ts";
import { trackTopics } from "../../../db/track_topics.ts";
import { deleteEntry, NOON, type OpenTestStore, postEntry } from "../store.ts";

/** What is tracked. */
export function testTopics(name: string, open: OpenTestStore): void {
  Deno.test(`trackTopics() on ${name} adds, renews and pauses topics, and keeps their posts`, async () => {
    await using store = await open();
    const { db, stream } = store;
    const { kysely } = db;
    const [trump, climate] = store.topics;
    await storeBatch(db, stream, [postEntry(1), postEntry(2, { topicId: 2 })]);
    await trackTopics(db, [
      { slug: "日本", query: "日本" },
      { slug: "climate", query: "#climate" },
    ]);
    const [first, second, third, ...more] = await readTopics(kysely);
    deepStrictEqual(first, { ...trump, active: false });
    deepStrictEqual(second, {
      ...climate,
      query: "#climate",
      words: new Set(["climate"]),
    });
    deepStrictEqual(
      [third!.slug, third!.query, third!.active],
      ["日本", "日本", true],
    );
    deepStrictEqual(more, []);
    const colors = new Set([first, second, third].map((one) => one!.color));
    strictEqual(colors.size, 3);

    await removeTopic(db, "trump");
    await trackTopics(db, [{ slug: "trump", query: "trump" }]);
    const back = await readTopics(kysely);
    deepStrictEqual(
      back.map(({ slug, active }) => [slug, active]),
      [["trump", true], ["climate", false], ["日本", false]],
    );
    strictEqual(back[0]!.id, trump.id);
    const listed = await listTopics(kysely);
    deepStrictEqual(listed.map(({ posts }) => posts), [1, 1, 0]);
  });

  Deno.test(`trackTopics() on ${name} tells slugs apart that look alike`, async () => {
    await using store = await open();
    const slugs = ["cafe", "café"];
    await trackTopics(
      store.db,
      slugs.map((slug) => ({ slug, query: slug })),
    );
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
