import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { forEachDatabase } from "../../tests/support/mysql.ts";
import {
  deleteEntry,
  postEntry,
  readRows,
  type TestStore,
} from "../../tests/support/store.ts";
import { readChanges } from "../read/changes.ts";
import { afterPrefix, findStoredIds, hasIdPrefix } from "./deletions.ts";
import { storeBatch } from "./store_batch.ts";
import { findStream } from "./streams.ts";

/** What is left of the post that its author took back, in each topic. */
const BLANK = { text: "", author: null, url: null };

async function readTexts({ db }: TestStore) {
  const { posts } = await readRows(db.kysely);
  return posts.map(({ text, author, url }) => ({ text, author, url }));
}

/** Everything that viewers are sent. */
async function readAll({ db }: TestStore) {
  const { posts, deleted } = await readChanges(db.kysely, 0);
  return { posts: posts.map(({ seq }) => seq), deleted };
}

forEachDatabase((name, open) => {
  Deno.test(`storeBatch() on ${name} takes text, author and link off a deleted post in every topic, and keeps counts`, async () => {
    await using store = await open();
    const { db, stream } = store;
    await storeBatch(db, stream, [
      postEntry(1, { extId: "a", score: 1 }),
      postEntry(2, {
        extId: "a",
        topicId: 2,
        terms: [{ kind: "mention", term: "bob" }],
      }),
      postEntry(3, { extId: "b" }),
      postEntry(4, { extId: "a", source: "x" }),
    ]);
    const before = await readRows(db.kysely);
    await storeBatch(db, stream, [deleteEntry(5, "a")]);
    const { text, author, url } = postEntry(3);
    const other = postEntry(4);
    deepStrictEqual(await readTexts(store), [
      BLANK,
      BLANK,
      { text, author, url },
      { text: other.text, author: other.author, url: other.url },
    ]);
    const after = await readRows(db.kysely);
    deepStrictEqual(after.buckets, before.buckets);
    deepStrictEqual(after.terms, before.terms);
    deepStrictEqual(after.posts.map((row) => row.deleted > 0), [
      true,
      true,
      false,
      false,
    ]);
  });

  Deno.test(`storeBatch() on ${name} takes a post off that is deleted in the batch that brings it`, async () => {
    await using store = await open();
    const { db, stream } = store;
    await storeBatch(db, stream, [postEntry(1), deleteEntry(2, "p1")]);
    deepStrictEqual(await readTexts(store), [BLANK]);
    deepStrictEqual(await readAll(store), { posts: [], deleted: [1] });
  });

  for (const isOneBatch of [true, false]) {
    const where = isOneBatch ? "the same batch" : "an earlier batch";
    Deno.test(`storeBatch() on ${name} takes a post off whose deletion came before it, in ${where}`, async () => {
      await using store = await open();
      const { db, stream } = store;
      const deletion = deleteEntry(1, "p2");
      const posts = [postEntry(2), postEntry(3, { topicId: 2, extId: "p2" })];
      if (isOneBatch) await storeBatch(db, stream, [deletion, ...posts]);
      else {
        await storeBatch(db, stream, [deletion]);
        await storeBatch(db, stream, posts);
      }
      deepStrictEqual(await readTexts(store), [BLANK, BLANK]);
      const { posts: rows, buckets } = await readRows(db.kysely);
      deepStrictEqual(rows.map((row) => row.deleted), [2, 3]);
      strictEqual(buckets.length, 6, "it counts as any other");
      deepStrictEqual(await readAll(store), { posts: [], deleted: [2, 3] });
    });
  }

  Deno.test(`storeBatch() on ${name} finds the deletion of another stream, and not of another source`, async () => {
    await using store = await open();
    const { db, stream } = store;
    const { stream: other } = await findStream(db, "test", "later");
    await storeBatch(db, other, [
      deleteEntry(1, "p1"),
      deleteEntry(2, "p2", { source: "x" }),
    ]);
    await storeBatch(db, stream, [postEntry(1), postEntry(2)]);
    const { posts } = await readRows(db.kysely);
    deepStrictEqual(posts.map((row) => row.deleted > 0), [true, false]);
  });

  Deno.test(`storeBatch() on ${name} keeps no text of a deleted post in the heads of its duplicates`, async () => {
    await using store = await open();
    const { db, stream } = store;
    await storeBatch(db, stream, [postEntry(1), postEntry(2)]);
    await storeBatch(db, stream, [
      postEntry(3, { extId: "p1" }),
      postEntry(4, { extId: "p2" }),
    ]);
    await storeBatch(db, stream, [deleteEntry(5, "p1")]);
    await storeBatch(db, stream, [postEntry(6, { extId: "p1" })]);
    const { skipped } = await readRows(db.kysely);
    deepStrictEqual(
      skipped.map((row) => [row.log_seq, row.reason, row.head]),
      [[3, "duplicate", ""], [4, "duplicate", "head 4"], [
        5,
        "delete",
        "head 5",
      ], [6, "duplicate", ""]],
    );
  });

  Deno.test(`storeBatch() on ${name} tells of a deletion once, however often it comes`, async () => {
    await using store = await open();
    const { db, stream } = store;
    await storeBatch(db, stream, [postEntry(1)]);
    await storeBatch(db, stream, [deleteEntry(2, "p1")]);
    const { cursor } = await readChanges(db.kysely, 0);
    await storeBatch(db, stream, [deleteEntry(2, "p1"), deleteEntry(3, "p1")]);
    await storeBatch(db, stream, [postEntry(4, { extId: "p1" })]);
    const { posts, deleted } = await readChanges(db.kysely, cursor.seq);
    deepStrictEqual({ posts, deleted }, { posts: [], deleted: [] });
  });
});

/** Each stands at an end of what begins with another. */
const IDS = [
  ...["did:a/1", "did:a/2", "did:b/1", "did:a0", "did:a."],
  ...["é", "É", "\ud7ff1", "\ue000", "😀", "\u{10ffff}x"],
];

forEachDatabase((name, open) => {
  Deno.test(`findStoredIds() on ${name} finds the posts of a source in any topic`, async () => {
    await using store = await open();
    const { db, stream } = store;
    await storeBatch(db, stream, [
      postEntry(1, { extId: "a" }),
      postEntry(2, { extId: "a", topicId: 2 }),
      postEntry(3, { extId: "b", topicId: 2 }),
      postEntry(4, { extId: "c", source: "x" }),
    ]);
    const find = (ids: string[]) => findStoredIds(db.kysely, "file", ids);
    deepStrictEqual(await find([]), new Set());
    deepStrictEqual(await find(["a", "b", "c", "A"]), new Set(["a", "b"]));
    const many = Array.from({ length: 12_000 }, (_, i) => `no ${i}`);
    deepStrictEqual(await find([...many, "b"]), new Set(["b"]));
  });

  Deno.test(`hasIdPrefix() on ${name} knows all beginnings of ids, and nothing else`, async () => {
    await using store = await open();
    const { db, stream } = store;
    await storeBatch(
      db,
      stream,
      IDS.map((extId, i) => postEntry(i + 1, { extId, topicId: 1 + i % 2 })),
    );
    const letters = ["", ..."did:a/b1.0éÉe\ud7ff\ue000\u{10ffff}😀"];
    const prefixes = letters.flatMap((first) =>
      letters.map((last) => first + last)
    ).concat("did:a/", "did:c", "did:a/3", "did:").filter((one) => one !== "");
    for (const prefix of prefixes) {
      const expected = IDS.some((id) => id.startsWith(prefix));
      strictEqual(
        await hasIdPrefix(db.kysely, "file", prefix),
        expected,
        JSON.stringify(prefix),
      );
    }
    strictEqual(await hasIdPrefix(db.kysely, "x", "did:"), false);
  });
});

const CASES: readonly (readonly [prefix: string, after: string | null])[] = [
  ["a", "b"],
  ["did:plc:x/", "did:plc:x0"],
  ["é", "ê"],
  ["\x7f", "\x80"],
  ["\ud7ff", "\ue000"],
  ["\uffff", "\u{10000}"],
  ["a\u{10ffff}\u{10ffff}", "b"],
  ["\u{10ffff}", null],
];

for (const [prefix, after] of CASES) {
  const shown = [prefix, after].map((one) => JSON.stringify(one));
  Deno.test(`afterPrefix() of ${shown[0]} is ${shown[1]}`, () => {
    strictEqual(afterPrefix(prefix), after);
  });
}
