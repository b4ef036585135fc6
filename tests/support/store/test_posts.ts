import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { exportPosts } from "../../../db/export_posts.ts";
import { type PostFilter, readPosts } from "../../../db/read_posts.ts";
import { storeBatch } from "../../../db/store_batch.ts";
import {
  deleteEntry,
  NOON,
  type OpenTestStore,
  postEntries,
  postEntry,
  type TestStore,
} from "../store.ts";

async function seqsOf(
  { db, topics }: TestStore,
  filter: Partial<PostFilter>,
): Promise<number[]> {
  const posts = await readPosts(db.kysely, topics[0], { limit: 50, ...filter });
  return posts.map(({ seq }) => seq);
}

/** What each search must find among {@linkcode TEXTS}, by `seq` from 1. */
const SEARCHES: [q: string, found: number[]][] = [
  ["rain", [2, 1]],
  ["RAIN in", [1]],
  ["100%", [3]],
  ["%", [4, 3]],
  ["a_b", [5]],
  ["_", [5]],
  ["!", [8, 6]],
  ["!!", [8]],
  ["it's", [7]],
  [`"so"`, [7]],
  ["\\", [9]],
  ["'; drop table posts; --", [10]],
  ["😀", [11]],
  ["😀 ", []],
  ["snow", []],
  ["ärger", [14, 13, 12]],
  ["ÄRGER", [14, 13, 12]],
  ["трамп сказал", [17, 16, 15]],
  ["Трамп Сказал", [17, 16, 15]],
  ["рамп_", []],
  ["", [17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]],
];

const TEXTS = [
  "Rain in May",
  "no rAIN",
  "100% sure",
  "100 % or %d",
  "a_b",
  "axb!",
  `it's "so"`,
  "wow!!",
  "back\\slash",
  "x'; drop table posts; --",
  "smile😀",
  "Ärger",
  "viel ärger",
  "ÄRGER",
  "Трамп сказал",
  "ТРАМП СКАЗАЛ",
  "и Трамп Сказал",
];

/** Posts, as lists and as a whole. */
export function testPosts(name: string, open: OpenTestStore): void {
  for (const [q, found] of SEARCHES) {
    Deno.test(`readPosts() on ${name} finds ${JSON.stringify(q)} as text, not as a pattern`, async () => {
      await using store = await open();
      const entries = TEXTS.map((text, i) => postEntry(i + 1, { text }));
      await storeBatch(store.db, store.stream, entries);
      deepStrictEqual(await seqsOf(store, { q }), found);
    });
  }

  Deno.test(`readPosts() on ${name} answers the newest first, of one topic, without deleted ones`, async () => {
    await using store = await open();
    const { db, stream } = store;
    await storeBatch(db, stream, [
      ...postEntries(1, 4),
      postEntry(5, { topicId: 2 }),
      deleteEntry(6, "p3"),
    ]);
    deepStrictEqual(await seqsOf(store, {}), [4, 2, 1]);
  });

  Deno.test(`readPosts() on ${name} pages by before and limit`, async () => {
    await using store = await open();
    await storeBatch(store.db, store.stream, postEntries(1, 9));
    deepStrictEqual(await seqsOf(store, { limit: 3 }), [9, 8, 7]);
    deepStrictEqual(await seqsOf(store, { limit: 3, before: 7 }), [6, 5, 4]);
    deepStrictEqual(await seqsOf(store, { limit: 3, before: 3 }), [2, 1]);
    deepStrictEqual(await seqsOf(store, { limit: 3, before: 1 }), []);
  });

  Deno.test(`readPosts() on ${name} filters by sentiment, together with all else`, async () => {
    await using store = await open();
    const entries = [-3, 0, 2, -1, 0, 1].map((score, i) =>
      postEntry(i + 1, { score, text: i < 3 ? "early" : "late" })
    );
    await storeBatch(store.db, store.stream, entries);
    deepStrictEqual(await seqsOf(store, { sentiment: "negative" }), [4, 1]);
    deepStrictEqual(await seqsOf(store, { sentiment: "neutral" }), [5, 2]);
    deepStrictEqual(await seqsOf(store, { sentiment: "positive" }), [6, 3]);
    deepStrictEqual(
      await seqsOf(store, { sentiment: "positive", q: "EARLY", before: 6 }),
      [3],
    );
  });

  Deno.test(`exportPosts() on ${name} gives each post of a time once, in the order of seq, over many pages`, async () => {
    await using store = await open();
    const { db, stream, topics } = store;
    await storeBatch(db, stream, [
      ...postEntries(1, 1_700).map((entry, i) => ({
        ...entry,
        topicId: i % 3 === 0 ? 2 : 1,
        createdMs: NOON - (i * 7 % 1_700) * 1_000,
      })),
      deleteEntry(1_701, "p2"),
    ]);
    const range = { from: NOON / 1_000 - 1_000, to: NOON / 1_000 - 10 };
    const posts = await Array.fromAsync(
      exportPosts(db.kysely, topics[0], range),
    );
    const expected = Array.from({ length: 1_700 }, (_, i) => i)
      .filter((i) => i % 3 !== 0 && i !== 1)
      .filter((i) => i * 7 % 1_700 > 10 && i * 7 % 1_700 <= 1_000);
    deepStrictEqual(posts.map(({ seq }) => seq), expected.map((i) => i + 1));
    const all = { from: -1e9, to: 1e11 };
    const every = await Array.fromAsync(
      exportPosts(db.kysely, topics[0], all),
    );
    strictEqual(every.length, 1_132);
    strictEqual(every[0]!.topic, "trump");
  });

  Deno.test(`exportPosts() on ${name} gives all of a topic that ends with a full page`, async () => {
    await using store = await open();
    const { db, stream, topics } = store;
    await storeBatch(db, stream, postEntries(1, 1_000));
    const range = { from: 0, to: NOON };
    const posts = await Array.fromAsync(
      exportPosts(db.kysely, topics[0], range),
    );
    strictEqual(posts.length, 1_000);
  });
}
