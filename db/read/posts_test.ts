import { deepStrictEqual } from "node:assert/strict";
import { forEachDatabase } from "../../tests/support/mysql.ts";
import { deleteEntry, NOON, postEntry } from "../../tests/support/store.ts";
import { storeBatch } from "../write/store_batch.ts";
import { removeTopic } from "../write/topics.ts";
import { readNewestPosts } from "./posts.ts";

forEachDatabase((name, open) => {
  Deno.test(`readNewestPosts() on ${name} reads each post once, newest first, over all topics`, async () => {
    await using store = await open();
    const { db, stream } = store;
    await storeBatch(db, stream, [
      postEntry(1),
      postEntry(2, { extId: "p1", source: "x" }),
      postEntry(3, { extId: "p1", topicId: 2 }),
      postEntry(4),
      postEntry(5, { topicId: 2, author: null, text: "😀", lang: "ja" }),
      deleteEntry(6, "p4"),
    ]);
    const read = async (limit: number) =>
      await Array.fromAsync(readNewestPosts(db.kysely, limit));
    const all = await read(10);
    deepStrictEqual(all[0], {
      text: "😀",
      lang: "ja",
      author: null,
      source: "file",
      topic: "climate",
      extId: "p5",
      createdMs: NOON + 5_000,
    });
    const names = (posts: typeof all) =>
      posts.map(({ source, extId, topic }) => `${source} ${extId} ${topic}`);
    const [five, three, two] = [
      "file p5 climate",
      "file p1 climate",
      "x p1 trump",
    ];
    deepStrictEqual(names(all), [five, three, two]);
    deepStrictEqual(names(await read(2)), [five, three]);
    await removeTopic(db, "climate");
    deepStrictEqual(names(await read(9)), [two, "file p1 trump"]);
  });

  Deno.test(`readNewestPosts() on ${name} reads more than a page`, async () => {
    await using store = await open();
    const { db, stream } = store;
    await storeBatch(
      db,
      stream,
      Array.from(
        { length: 1_200 },
        (_, i) => postEntry(i + 1, { extId: `${i >> 1}`, topicId: 1 + i % 2 }),
      ),
    );
    const posts = await Array.fromAsync(readNewestPosts(db.kysely, 550));
    deepStrictEqual(
      posts.map(({ extId }) => Number(extId)),
      Array.from({ length: 550 }, (_, i) => 599 - i),
    );
  });
});
