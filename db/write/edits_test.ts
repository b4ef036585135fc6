import {
  deepStrictEqual,
  notStrictEqual,
  ok,
  strictEqual,
} from "node:assert/strict";
import { forEachDatabase } from "../../tests/support/mysql.ts";
import {
  deleteEntry,
  editEntry,
  readRows,
  scoredEntry,
  scoreFor,
} from "../../tests/support/store.ts";
import {
  findings,
  NOTHING,
  recountBuckets,
  recountTerms,
} from "../../tests/support/recount.ts";
import { audit } from "../audit/audit.ts";
import type { Database } from "../connection/database.ts";
import { toScoredRow } from "../connection/scores.ts";
import { storeBatch } from "./store_batch.ts";
import { findStream } from "./streams.ts";

const GOOD = { text: "Trump is great #maga", lang: "en" };
const BAD = { text: "Climate: bad, awful 😀", lang: "de", url: null };

async function readTexts(db: Database): Promise<string[]> {
  return (await readRows(db.kysely)).posts.map(({ text }) => text);
}

/** All counts are what the rows' texts say. */
async function assertCounted(db: Database): Promise<void> {
  const { posts, buckets, terms } = await readRows(db.kysely);
  deepStrictEqual(buckets, recountBuckets(posts));
  const termsOf = (row: typeof posts[number]) =>
    scoreFor(row.topic_id, {
      text: row.text,
      lang: row.lang,
      ...(row.entities && { entities: JSON.parse(row.entities) }),
    }).terms;
  deepStrictEqual(terms, recountTerms(posts, termsOf));
  const found = findings(await audit(db));
  deepStrictEqual([found.buckets, found.terms], [[], []]);
}

forEachDatabase((name, open) => {
  Deno.test(`storeBatch() on ${name} writes a post anew in every topic, with score and counts`, async () => {
    await using store = await open();
    const { db, stream } = store;
    await storeBatch(db, stream, [
      scoredEntry(1, { ...GOOD, extId: "a" }),
      scoredEntry(2, { ...GOOD, extId: "a", topicId: 2 }),
      scoredEntry(3, { ...GOOD, extId: "b" }),
      scoredEntry(4, { ...GOOD, extId: "a", source: "x" }),
    ]);
    const before = await readRows(db.kysely);
    deepStrictEqual(
      await storeBatch(db, stream, [editEntry(5, "a", BAD)]),
      { posts: 0, skipped: 1, redelivered: 0 },
    );
    const { posts, skipped } = await readRows(db.kysely);
    const edited = (topicId: number) => {
      const scoring = scoreFor(topicId, BAD);
      const { positive, negative } = scoring;
      const scored = { ...toScoredRow(scoring), positive, negative };
      return { ...BAD, ...scored, edited: 5 };
    };
    deepStrictEqual(posts, [
      { ...before.posts[0], ...edited(1) },
      { ...before.posts[1], ...edited(2) },
      ...before.posts.slice(2),
    ]);
    notStrictEqual(posts[0]!.score, before.posts[0]!.score);
    deepStrictEqual(
      skipped.map(({ reason, detail, about, head }) => [
        reason,
        detail,
        about,
        head,
      ]),
      [["edit", "file post a", "file a", "head 5"]],
    );
    await assertCounted(db);
  });

  Deno.test(`storeBatch() on ${name} changes nothing when an edit comes again, or says what is there`, async () => {
    await using store = await open();
    const { db, stream } = store;
    const post = scoredEntry(1, { ...GOOD, extId: "a" });
    const edit = editEntry(2, "a", BAD);
    await storeBatch(db, stream, [post, edit]);
    const before = await readRows(db.kysely);
    strictEqual((await storeBatch(db, stream, [edit])).redelivered, 1);
    deepStrictEqual(await readRows(db.kysely), before);
    const { stream: other } = await findStream(db, "test", "later");
    await storeBatch(db, other, [post, { ...edit, logSeq: 3 }]);
    const after = await readRows(db.kysely);
    deepStrictEqual(after.posts, before.posts);
    await assertCounted(db);
  });

  Deno.test(`storeBatch() on ${name} counts what its source told of a text, and takes it off again`, async () => {
    await using store = await open();
    const { db, stream } = store;
    const told = (mentions: string[]) => ({ entities: { mentions } });
    await storeBatch(db, stream, [
      scoredEntry(1, { ...GOOD, ...told(["ann", "bob"]) }),
      scoredEntry(2, {
        ...GOOD,
        ...told(["ann"]),
        createdMs: scoredEntry(1, {}).createdMs,
      }),
    ]);
    await assertCounted(db);
    for (const [i, mentions] of [["ann"], ["cy", "bob"], []].entries()) {
      await storeBatch(db, stream, [
        editEntry(3 + i, "p1", { ...GOOD, ...told(mentions) }),
      ]);
      await assertCounted(db);
    }
    await storeBatch(db, stream, [editEntry(9, "p1", GOOD)]);
    await assertCounted(db);
  });

  Deno.test(`storeBatch() on ${name} keeps the edit that is latest in the log, in whatever order they come`, async () => {
    await using store = await open();
    const { db, stream } = store;
    await storeBatch(db, stream, [scoredEntry(1, { extId: "a" })]);
    const edits = [5, 3, 7, 6].map((logSeq) => editEntry(logSeq, "a", {}));
    for (const [i, text] of ["edit 5", "edit 5", "edit 7"].entries()) {
      await storeBatch(db, stream, [edits[i]!]);
      deepStrictEqual(await readTexts(db), [text]);
    }
    await storeBatch(db, stream, [editEntry(9, "a", {}), edits[3]!]);
    deepStrictEqual(await readTexts(db), ["edit 9"]);
    const { stream: later } = await findStream(db, "test", "later");
    await storeBatch(db, later, [editEntry(1, "a", { text: "later" })]);
    deepStrictEqual(await readTexts(db), ["later"], "a later stream goes on");
    for (const logSeq of [10, 11]) {
      await storeBatch(db, stream, [editEntry(logSeq, "a", {})]);
      await storeBatch(db, later, [editEntry(11, "a", { text: "later 11" })]);
      deepStrictEqual(await readTexts(db), ["later 11"]);
    }
    const { skipped } = await readRows(db.kysely);
    deepStrictEqual(
      skipped.filter((row) => row.edit !== null).map((row) => row.log_seq),
      [11],
      "the others are not kept",
    );
    await assertCounted(db);
  });

  for (const isOneBatch of [true, false]) {
    const where = isOneBatch ? "the same batch" : "an earlier batch";
    Deno.test(`storeBatch() on ${name} writes a post anew whose edit came before it, in ${where}`, async () => {
      await using store = await open();
      const { db, stream } = store;
      const edit = editEntry(3, "a", BAD);
      const posts = [
        scoredEntry(1, { ...GOOD, extId: "a" }),
        scoredEntry(4, { ...GOOD, extId: "a", topicId: 2 }),
      ];
      if (isOneBatch) await storeBatch(db, stream, [edit, ...posts]);
      else {
        await storeBatch(db, stream, [posts[0]!]);
        await storeBatch(db, stream, [edit]);
        await storeBatch(db, stream, [posts[1]!]);
      }
      deepStrictEqual(await readTexts(db), [BAD.text, BAD.text]);
      const { posts: rows } = await readRows(db.kysely);
      ok(rows.every(({ seq, edited }) => edited >= seq), "a post comes first");
      await assertCounted(db);
    });
  }

  Deno.test(`storeBatch() on ${name} leaves a row of an edit whose post is not there`, async () => {
    await using store = await open();
    const { db, stream } = store;
    await storeBatch(db, stream, [
      editEntry(1, "nobody", BAD),
      scoredEntry(2, { ...GOOD, extId: "Nobody" }),
    ]);
    const { posts, skipped } = await readRows(db.kysely);
    deepStrictEqual([posts[0]!.text, skipped.length], [GOOD.text, 1]);
    await assertCounted(db);
  });

  // Seen to fail when rewritePost() does not ask which terms are counted.
  Deno.test(`storeBatch() on ${name} takes off no term that is not counted`, async () => {
    await using store = await open();
    const { db, stream } = store;
    const hour = scoredEntry(1, { ...GOOD, extId: "a" });
    const [first, ...rest] = hour.terms;
    await storeBatch(db, stream, [
      { ...hour, terms: rest.concat({ kind: "hashtag", term: "other" }) },
      { ...scoredEntry(70, GOOD), createdMs: hour.createdMs + 120_000 },
    ]);
    await storeBatch(db, stream, [editEntry(80, "a", BAD)]);
    deepStrictEqual(findings(await audit(db)).terms, []);
    const { terms } = await readRows(db.kysely);
    strictEqual(terms.every(({ count }) => count > 0), true);
    const left = terms.filter(({ term }) => term === first!.term);
    deepStrictEqual(left.map(({ count }) => count), [1, 1]);
  });

  Deno.test(`storeBatch() on ${name} lets what an author deleted be deleted, whatever is edited`, async () => {
    await using store = await open();
    const { db, stream } = store;
    const post = scoredEntry(1, { ...GOOD, extId: "a" });
    const edits = [2, 4, 6].map((logSeq) => editEntry(logSeq, "a", BAD));
    await storeBatch(db, stream, [post, edits[0]!]);
    await storeBatch(db, stream, [deleteEntry(3, "a")]);
    const before = await readRows(db.kysely);
    await storeBatch(db, stream, [edits[1]!]);
    await storeBatch(db, stream, [scoredEntry(5, { extId: "a", topicId: 2 })]);
    await storeBatch(db, stream, [edits[2]!, deleteEntry(7, "a")]);
    const { posts, skipped } = await readRows(db.kysely);
    deepStrictEqual(posts[0], before.posts[0]);
    deepStrictEqual(
      posts.map((row) => [row.text, row.url, row.entities]),
      [["", null, null], ["", null, null]],
    );
    deepStrictEqual(
      skipped.filter(({ reason }) => reason === "edit")
        .map(({ head, edit }) => [head, edit]),
      [["", null], ["", null], ["", null]],
      "nothing is kept of what was written",
    );
    deepStrictEqual(findings(await audit(db)), NOTHING);
  });
});
