import { deepStrictEqual } from "node:assert/strict";
import { forEachDatabase } from "../../tests/support/mysql.ts";
import { editEntry, NOON, scoredEntry } from "../../tests/support/store.ts";
import { purgeTopic } from "../write/purge.ts";
import { storeBatch } from "../write/store_batch.ts";
import { addTopic } from "../write/topics.ts";
import { readCounters } from "./counters.ts";

forEachDatabase((name, open) => {
  Deno.test(`readCounters() on ${name} never goes down, across edits and purges`, async () => {
    await using store = await open();
    const { db, stream, topics: [trump] } = store;
    const texts = ["good", "good", "bad", "table"];
    await storeBatch(
      db,
      stream,
      texts.map((text, i) => scoredEntry(i + 1, { text })),
    );
    const read = async (limit = 10) =>
      (await readCounters(db.kysely, limit)).find(({ topic }) =>
        topic === "trump"
      );
    const before = {
      ...{ topic: "trump", posts: 4, positive: 2, negative: 1, score: 3 },
      lastPost: NOON / 1_000 + 4,
    };
    deepStrictEqual(await read(), before);
    await storeBatch(db, stream, [editEntry(5, "p1", { text: "bad" })]);
    deepStrictEqual(await read(), { ...before, negative: 2, score: -3 });

    await purgeTopic(db, trump);
    deepStrictEqual(await read(), undefined);
    const again = await addTopic(db, { slug: "trump", query: "trump" });
    deepStrictEqual(await read(), {
      ...before,
      negative: 2,
      score: 0,
      lastPost: null,
    });
    const post = scoredEntry(6, { topicId: again.id, text: "good" });
    await storeBatch(db, stream, [post]);
    const { posts, positive } = (await read())!;
    deepStrictEqual([posts, positive], [5, 3]);
    deepStrictEqual(await readCounters(db.kysely, 0), []);
  });
});
