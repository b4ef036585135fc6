import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { forEachDatabase } from "../../tests/support/mysql.ts";
import { deleteEntry, NOON, postEntry } from "../../tests/support/store.ts";
import { scoreText } from "../../domain/sentiment/score.ts";
import { toByMood } from "../../domain/check/check.ts";
import { storeBatch } from "../write/store_batch.ts";
import { samplePosts } from "./sample.ts";

const RANGE = { from: NOON / 1_000, to: NOON / 1_000 + 7_200 };

forEachDatabase((name, open) => {
  Deno.test(`samplePosts() on ${name} draws visible posts of the range, each as likely as any other`, async () => {
    await using store = await open();
    // Three in an hour and nine in the next, and others around and of another topic.
    const times = [
      -1,
      0,
      1_200,
      2_400,
      ...[1, 2, 3, 4, 5, 6, 7, 8, 9]
        .map((i) => 3_600 + 300 * i),
      7_200,
    ];
    const entries = times.map((t, i) =>
      postEntry(i + 1, { createdMs: NOON + 1_000 * t })
    );
    await storeBatch(store.db, store.stream, [
      ...entries,
      postEntry(20, { topicId: 2, createdMs: NOON }),
      deleteEntry(21, "p5"),
    ]);
    const { kysely } = store.db;
    const [topic] = store.topics;
    for (const mostListed of [20, 1]) {
      const counts = new Map<number, number>();
      const rounds = 110;
      for (let round = 0; round < rounds; round++) {
        const { posts, total } = await samplePosts(kysely, topic, RANGE, 2, {
          mostListed,
        });
        strictEqual(new Set(posts.map(({ seq }) => seq)).size, 2);
        strictEqual(total, mostListed === 20 ? 11 : 12, "an hour counts all");
        for (const { seq } of posts) {
          counts.set(seq, (counts.get(seq) ?? 0) + 1);
        }
      }
      deepStrictEqual(
        [...counts.keys()].sort((a, b) => a - b),
        [2, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13],
      );
      // 20 each; a hundred times as many runs fail once.
      for (const [seq, count] of counts) {
        ok(count > 3 && count < 45, `${seq} was drawn ${count} times`);
      }
    }
  });

  Deno.test(`samplePosts() on ${name} scores without the topic's words`, async () => {
    await using store = await open();
    const text = "trump is great";
    await storeBatch(store.db, store.stream, [
      postEntry(1, { text, createdMs: NOON }),
    ]);
    const [topic] = store.topics;
    const sample = await samplePosts(store.db.kysely, topic, RANGE, 100);
    const p = toByMood(
      scoreText(text, { ignore: new Set(["trump"]), lang: "en" }),
    );
    deepStrictEqual(sample, { posts: [{ seq: 1, p }], total: 1 });
    const empty = { from: RANGE.to, to: RANGE.to + 1 };
    deepStrictEqual(await samplePosts(store.db.kysely, topic, empty, 100), {
      posts: [],
      total: 0,
    });
  });
});
