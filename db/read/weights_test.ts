import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { forEachDatabase } from "../../tests/support/mysql.ts";
import { postEntry } from "../../tests/support/store.ts";
import { storeBatch } from "../write/store_batch.ts";
import { readWeights } from "./weights.ts";

const TEXT = "A sad, sad trump day, but good coffee :(";

forEachDatabase((name, open) => {
  Deno.test(`readWeights() on ${name} says which words weighed in a post, and none of its topic's own`, async () => {
    await using store = await open();
    const { db, stream, topics } = store;
    const given = { text: TEXT, lang: "en", topicId: 1 };
    await storeBatch(db, stream, [
      postEntry(1, { ...given, scorer: 2, pNegative: 0.76, pPositive: 0.1 }),
      postEntry(2, { ...given, scorer: 1, score: -1 }),
    ]);
    const rows = await db.kysely.selectFrom("posts").select("seq")
      .orderBy("seq").execute();
    const [seq, old] = rows.map((row) => row.seq);
    const topic = { ...topics[0]!, words: new Set(["trump"]) };

    const { post, words } = (await readWeights(db.kysely, topic, seq!))!;
    deepStrictEqual([post.seq, post.pNegative, post.scorer], [seq, 0.76, 2]);
    const weights = words.map(({ weight }) => Math.abs(weight));
    deepStrictEqual(weights, weights.toSorted((a, b) => b - a));
    for (const { word, from, to } of words) {
      strictEqual(TEXT.slice(from, to), word);
    }
    ok(words.some(({ word, weight }) => word === "sad" && weight < 0));
    ok(words.some(({ word, weight }) => word === "good" && weight > 0));

    const listed = (await readWeights(db.kysely, topic, old!))!.words;
    ok(listed.every(({ weight }) => Number.isInteger(weight)));
    ok(listed.some(({ word }) => word === "good"));
    ok(!listed.some(({ word }) => word === "trump"));

    strictEqual(await readWeights(db.kysely, topics[1]!, seq!), null);
    strictEqual(await readWeights(db.kysely, topic, 99_999), null);
    await db.kysely.updateTable("posts").set({ deleted: 1 })
      .where("seq", "=", seq!).execute();
    strictEqual(await readWeights(db.kysely, topic, seq!), null);
  });
});
