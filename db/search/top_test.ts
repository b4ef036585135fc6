import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { NO_REPOSTS } from "../../domain/post/post.ts";
import { forEachDatabase } from "../../tests/support/mysql.ts";
import { deleteEntry, NOON, scoredEntry } from "../../tests/support/store.ts";
import { insertRows } from "../connection/statements.ts";
import { storeBatch } from "../write/store_batch.ts";
import { readTop } from "./top.ts";

const START = NOON / 1_000;
const HOUR = { from: START, to: START + 3_600 };

/** Ten posts; the last is deleted. */
function entries() {
  const posts = [
    { author: "ann", text: "The sea is rising https://a.example/1" },
    { author: "bob", text: "RT @ann: the sea is rising", postKind: "repost" },
    { author: "ann", text: "The sea is rising! https://a.example/1#top" },
    { author: "ann", text: "quiet", lang: "de" },
    { author: "cat", text: "quiet https://b.example/", source: "x" },
    { author: "Cat", text: "quiet", source: "x" },
    { author: "bob", text: "another https://www.a.example/1/" },
    { author: null, text: "nobody" },
    { author: "did:plc:1", text: "hello", source: "bluesky" },
    { author: "eve", text: "the sea is rising" },
  ] as const;
  return posts.map((post, i) => scoredEntry(i + 1, post));
}

forEachDatabase((name, open) => {
  Deno.test(`readTop() on ${name} lists authors, texts and addresses of visible posts`, async () => {
    await using store = await open();
    const { db, stream, topics: [topic] } = store;
    const posts = entries();
    await storeBatch(db, stream, posts);
    await storeBatch(db, stream, [deleteEntry(11, posts[9]!.extId)]);
    await insertRows(db.kysely, "handles", [
      { did: "did:plc:1", handle: "dan.example", seen_ms: 0 },
    ], "keep");
    const ask = { filter: {}, limit: 10 };
    const authors = await readTop(db.kysely, topic, HOUR, {
      ...ask,
      kind: "author",
    });
    const { rows, ...counts } = authors;
    deepStrictEqual(counts, {
      ...{ kind: "author", total: 10, examined: 10, most: 50_000 },
      ...{ posts: 9, distinct: 4 },
    });
    const known = rows.filter(({ isHashed }) => !isHashed);
    deepStrictEqual(known.map(({ value, posts }) => [value, posts]), [
      ["ann", 3],
      ["bob", 2],
      ["dan.example", 1],
    ]);
    strictEqual(rows[0]!.share, 3 / 9);
    strictEqual(rows[0]!.first, new Date(NOON + 1_000).toISOString());
    strictEqual(rows[0]!.last, new Date(NOON + 4_000).toISOString());
    for (const { value, id } of rows.filter(({ isHashed }) => isHashed)) {
      match(value, /^[\da-f]{12}$/);
      strictEqual(id, null, "it would lead to the author");
    }

    const texts = await readTop(db.kysely, topic, HOUR, {
      ...ask,
      kind: "text",
    });
    deepStrictEqual(
      texts.rows.map(({ value, posts, authors }) => [value, posts, authors]),
      [["quiet", 3, 2], ["The sea is rising!", 3, 2]],
    );
    const urls = await readTop(db.kysely, topic, HOUR, { ...ask, kind: "url" });
    deepStrictEqual(
      urls.rows.map(({ value, posts, authors }) => [value, posts, authors]),
      [["https://www.a.example/1/", 3, 2], ["https://b.example/", 1, 1]],
    );
  });

  Deno.test(`readTop() on ${name} counts what matches a filter, in exactly the range`, async () => {
    await using store = await open();
    const { db, stream, topics: [topic] } = store;
    await storeBatch(db, stream, entries());
    const authorsOf = async (filter: object, range = HOUR) => {
      const ask = { kind: "author" as const, filter, limit: 1 };
      const list = await readTop(db.kysely, topic, range, ask);
      return [list.posts, list.distinct, list.rows[0]?.value ?? null];
    };
    deepStrictEqual(await authorsOf({ kinds: NO_REPOSTS }), [9, 5, "ann"]);
    deepStrictEqual(await authorsOf({ lang: "de" }), [1, 1, "ann"]);
    deepStrictEqual(await authorsOf({ q: "another" }), [1, 1, "bob"]);
    const short = { from: START + 2, to: START + 4 };
    deepStrictEqual(await authorsOf({}, short), [2, 2, "ann"]);
    const never = { from: 0, to: 100 };
    deepStrictEqual(await authorsOf({}, never), [0, 0, null]);
  });

  Deno.test(`readTop() on ${name} reads the newest posts of many, and says so`, async () => {
    await using store = await open();
    const { db, stream, topics: [topic] } = store;
    const many = Array.from({ length: 10_500 }, (_, i) =>
      scoredEntry(i + 1, {
        createdMs: NOON + Math.floor(i / 3),
        author: `a${Math.floor(i / 1_000)}`,
        text: "x",
      }));
    for (let at = 0; at < many.length; at += 2_000) {
      await storeBatch(db, stream, many.slice(at, at + 2_000));
    }
    const ask = { kind: "author" as const, filter: {}, limit: 3 };
    const some = await readTop(db.kysely, topic, HOUR, { ...ask, most: 5_000 });
    deepStrictEqual(
      [some.total, some.examined, some.posts, some.distinct],
      [10_500, 5_000, 5_000, 6],
    );
    deepStrictEqual(some.rows.map(({ value, posts }) => [value, posts]), [
      ["a9", 1_000],
      ["a8", 1_000],
      ["a7", 1_000],
    ]);
    const all = await readTop(db.kysely, topic, HOUR, ask);
    deepStrictEqual([all.examined, all.posts, all.distinct], [
      10_500,
      10_500,
      11,
    ]);
  });
});
