import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { Term } from "../../domain/post/post.ts";
import { scoreText } from "../../domain/sentiment/score.ts";
import { extractTerms } from "../../domain/sentiment/terms.ts";
import { cleanText } from "../../domain/text/clean.ts";
import { forEachDatabase } from "../../tests/support/mysql.ts";
import { readNastyRows } from "../../tests/support/recordings.ts";
import { recountBuckets, recountTerms } from "../../tests/support/recount.ts";
import { NOON, postEntry, readRows } from "../../tests/support/store.ts";
import { readPosts } from "../read/posts.ts";
import { readTerms } from "../read/terms.ts";
import { storeBatch } from "./store_batch.ts";
import { findStream } from "./streams.ts";

/** Each is one key, although many collations say otherwise. */
const ALIKE = [
  ["abc", "ABC", "Abc"],
  ["e", "é", "e\u0301", "ë"],
  ["😀", "😃", "❤", "❤️"],
  ["a", "a ", "a  ", "a\t"],
  ["ss", "ß", "ẞ"],
  ["0", "00", "0.0", "1e0"],
  ["__proto__", "constructor", "toString"],
  ["null", "NULL", "''"],
].flat();

async function readNastyTexts(): Promise<string[]> {
  const rows = await readNastyRows();
  const decoder = new TextDecoder();
  return rows.map(({ text, raw_json, bytes_b64 }) =>
    cleanText(
      text ?? raw_json ?? decoder.decode(Uint8Array.fromBase64(bytes_b64!)),
    )
  );
}

forEachDatabase((name, open) => {
  Deno.test(`storeBatch() on ${name} tells ids apart that look alike`, async () => {
    await using store = await open();
    const { db, stream, topics } = store;
    const entries = ALIKE.map((extId, i) => postEntry(i + 1, { extId }));
    strictEqual((await storeBatch(db, stream, entries)).posts, ALIKE.length);
    const { stream: other } = await findStream(db, "test", "later");
    strictEqual(
      (await storeBatch(db, other, entries)).skipped,
      ALIKE.length,
      "and knows each again",
    );
    const posts = await readPosts(db.kysely, topics[0], 100);
    deepStrictEqual(posts.map(({ id }) => id).reverse(), ALIKE);
  });

  Deno.test(`storeBatch() on ${name} tells terms apart that look alike`, async () => {
    await using store = await open();
    const { db, stream } = store;
    const kind = "hashtag";
    const terms = ALIKE.map((term): Term => ({ kind, term }));
    await storeBatch(db, stream, [postEntry(1, { terms })]);
    await storeBatch(db, stream, [postEntry(2, { terms })]);
    const from = NOON / 1_000;
    const range = {
      topicId: 1,
      kind,
      from,
      to: from + 60,
      limit: 100,
    } as const;
    const found = await readTerms(db.kysely, range);
    deepStrictEqual(
      new Map(found.map(({ term, count }) => [term, count])),
      new Map(ALIKE.map((term) => [term, 2])),
    );
  });

  Deno.test(`storeBatch() on ${name} keeps every hostile text byte for byte, and counts its terms`, async () => {
    await using store = await open();
    const { db, stream, topics } = store;
    const texts = await readNastyTexts();
    const terms = texts.map((text) =>
      extractTerms({ text, lang: "und" }, scoreText(text))
    );
    for (let i = 0; i < texts.length; i += 500) {
      const batch = texts.slice(i, i + 500).map((text, j) => {
        const fields = {
          text,
          terms: terms[i + j]!,
          author: text.slice(0, 99),
        };
        return postEntry(i + j + 1, fields);
      });
      await storeBatch(db, stream, batch);
    }
    const rows = await readRows(db.kysely);
    deepStrictEqual(
      rows.posts.map((row) => [row.text, row.author]),
      texts.map((text) => [text, text.slice(0, 99).toWellFormed()]),
    );
    deepStrictEqual(rows.buckets, recountBuckets(rows.posts));
    deepStrictEqual(
      rows.terms,
      recountTerms(rows.posts, (row) => terms[row.log_seq - 1]!),
    );
    const newest = await readPosts(db.kysely, topics[0], 500);
    deepStrictEqual(
      newest.map(({ text }) => text),
      texts.slice(-500).reverse(),
    );
  });
});
