import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { formatCursor } from "../../domain/live/snapshot.ts";
import { forEachDatabase } from "../../tests/support/mysql.ts";
import {
  deleteEntry,
  NOON,
  postEntries,
  postEntry,
} from "../../tests/support/store.ts";
import { storeBatch } from "../write/store_batch.ts";
import { readChanges, readCursor } from "./changes.ts";
import { readSnapshot } from "./snapshot.ts";
import { compareTerms } from "./terms.ts";

forEachDatabase((name, open) => {
  Deno.test(`readSnapshot() on ${name} shows the window, totals, rate, words and posts of each topic`, async () => {
    await using store = await open();
    const { db, stream } = store;
    await storeBatch(db, stream, [
      postEntry(1, { createdMs: NOON - 900_000, score: 1 }),
      postEntry(2, {
        createdMs: NOON - 30_000,
        score: 4,
        terms: [{ kind: "positive", term: "good" }, {
          kind: "negative",
          term: "bad",
        }],
      }),
      postEntry(3, {
        createdMs: NOON - 1,
        score: -2,
        terms: [{ kind: "positive", term: "good" }],
      }),
      postEntry(4, { createdMs: NOON, topicId: 2 }),
      deleteEntry(5, "p2"),
    ]);
    const { cursor, reset, topics } = await readSnapshot(db, {
      nowMs: NOON - 1,
    });
    strictEqual(cursor, formatCursor(await readCursor(db.kysely)));
    strictEqual(reset, false);
    deepStrictEqual(Object.keys(topics), ["trump", "climate"]);
    const { window, totals, rate, terms, posts } = topics.trump!;
    strictEqual(window.step, 10);
    strictEqual(window.t.length, 90);
    strictEqual(window.t.at(-1), NOON / 1_000 - 10);
    deepStrictEqual(
      window.t.flatMap((t, i) =>
        window.posts[i]! > 0 ? [[t - NOON / 1_000, window.score[i]]] : []
      ),
      [[-900, 1], [-30, 4], [-10, -2]],
    );
    deepStrictEqual(totals, {
      posts: 3,
      positive: 2,
      negative: 1,
      neutral: 0,
      score: 3,
    });
    strictEqual(rate, 1);
    deepStrictEqual(
      terms.positive.map((term) => ({ ...term })),
      [{ term: "good", count: 2 }],
    );
    deepStrictEqual(
      terms.negative.map((term) => ({ ...term })),
      [{ term: "bad", count: 1 }],
    );
    deepStrictEqual(posts.map(({ seq }) => seq), [3, 1]);
  });

  Deno.test(`readSnapshot() on ${name} reads only the topics that it is asked for`, async () => {
    await using store = await open();
    const slugs = ["climate", "unknown"];
    const { topics } = await readSnapshot(store.db, { slugs });
    deepStrictEqual(Object.keys(topics), ["climate"]);
  });

  Deno.test(`readSnapshot() on ${name} is of one moment, also while somebody writes`, async () => {
    await using store = await open();
    const { db, stream } = store;
    const reader = store.connect();
    let isWriting = true;
    const writing = (async () => {
      for (let i = 0; i < 40; i++) {
        await storeBatch(db, stream, postEntries(i * 5 + 1, i * 5 + 5));
      }
      isWriting = false;
    })();
    const moments: [seq: number, posts: number, newest: number][] = [];
    while (isWriting) {
      const { cursor, topics } = await readSnapshot(reader);
      const { totals, posts } = topics.trump!;
      const seq = Number(cursor.split(":")[1]);
      moments.push([seq, totals.posts, posts[0]?.seq ?? 0]);
    }
    await writing;
    for (const [seq, ...counts] of moments) deepStrictEqual(counts, [seq, seq]);
    ok(new Set(moments.map(([seq]) => seq)).size > 2, "it read while it wrote");
  });

  Deno.test(`readSnapshot() on ${name} leads on to readChanges()`, async () => {
    await using store = await open();
    const { db, stream } = store;
    await storeBatch(db, stream, postEntries(1, 60));
    const { cursor, topics } = await readSnapshot(db);
    strictEqual(topics.trump!.posts.length, 50);
    await storeBatch(db, stream, [postEntry(61)]);
    const after = Number(cursor.split(":")[1]);
    const { posts } = await readChanges(db.kysely, after);
    deepStrictEqual(posts.map(({ id }) => id), ["p61"]);
  });
});

forEachDatabase((name, open) => {
  Deno.test(`readSnapshot() on ${name} counts a post of twelve years ago that arrives now, but not as one of now`, async () => {
    await using store = await open();
    const { db, stream } = store;
    const good = { kind: "positive", term: "good" } as const;
    await storeBatch(db, stream, [
      postEntry(1, { createdMs: Date.UTC(2014, 5, 1), terms: [good] }),
      postEntry(2, { createdMs: NOON - 30_000, terms: [good] }),
    ]);
    const nowMs = NOON - 1;
    const { topics } = await readSnapshot(db, { nowMs });
    const { window, totals, rate, terms, posts } = topics.trump!;
    strictEqual(window.posts.reduce((a, b) => a + b), 1);
    deepStrictEqual([totals.posts, rate, posts.length], [2, 1, 2]);
    deepStrictEqual(terms.positive.map(({ count }) => count), [1]);
    const range = { from: NOON / 1_000 - 3_600, to: NOON / 1_000 };
    const compared = await compareTerms(db.kysely, {
      ...{ topicId: 1, kind: "positive" as const, ...range },
    });
    deepStrictEqual(compared.map(({ before }) => before), [null]);
  });
});
