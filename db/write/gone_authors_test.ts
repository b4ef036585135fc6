import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { forEachDatabase } from "../../tests/support/mysql.ts";
import {
  deleteEntry,
  editEntry,
  postEntry,
  readRows,
} from "../../tests/support/store.ts";
import { findings, knownLog, NOTHING } from "../../tests/support/recount.ts";
import { audit } from "../audit/audit.ts";
import type { Database } from "../connection/database.ts";
import { readChanges } from "../read/changes.ts";
import { storeBatch } from "./store_batch.ts";
import { findStream } from "./streams.ts";

const goneEntry = (logSeq: number, prefix: string) =>
  deleteEntry(logSeq, prefix, { isPrefix: true });

async function readBlank(db: Database): Promise<string[]> {
  const { posts } = await readRows(db.kysely);
  return posts.filter(({ deleted }) => deleted > 0)
    .map((row) => `${row.log_seq} ${row.ext_id}${row.text}${row.author ?? ""}`);
}

forEachDatabase((name, open) => {
  Deno.test(`storeBatch() on ${name} takes off all posts whose id begins as it is told, and no others`, async () => {
    await using store = await open();
    const { db, stream } = store;
    const ids = ["a/1", "a/2", "a/", "a", "a0", "A/1", "a.", "b/1", "é/1"];
    await storeBatch(db, stream, [
      ...ids.map((extId, i) => postEntry(i + 1, { extId, topicId: 1 + i % 2 })),
      postEntry(20, { extId: "a/1", source: "x" }),
      postEntry(21, { extId: "a/1", topicId: 2 }),
    ]);
    const before = await readRows(db.kysely);
    await storeBatch(db, stream, [goneEntry(22, "a/")]);
    deepStrictEqual(await readBlank(db), ["1 a/1", "2 a/2", "3 a/", "21 a/1"]);
    const { skipped, buckets } = await readRows(db.kysely);
    deepStrictEqual(buckets, before.buckets);
    deepStrictEqual(
      skipped.map(({ reason, detail, head }) => [reason, detail, head]),
      [["delete", "all file posts whose id begins with a/", "head 22"]],
    );
    deepStrictEqual((await readChanges(db.kysely, 11)).deleted, [1, 2, 3, 11]);
    await storeBatch(db, stream, [goneEntry(22, "a/"), goneEntry(23, "é")]);
    deepStrictEqual(await readBlank(db), [
      ...["1 a/1", "2 a/2", "3 a/", "9 é/1", "21 a/1"],
    ]);
  });

  for (const isOneBatch of [true, false]) {
    const where = isOneBatch ? "in one batch" : "in two batches";
    Deno.test(`storeBatch() on ${name} takes off what the log holds before its author went, and not what comes after, ${where}`, async () => {
      await using store = await open();
      const { db, stream } = store;
      const gone = [goneEntry(5, "a/")];
      const posts = [4, 6].map((n) => postEntry(n, { extId: `a/${n}` }));
      if (isOneBatch) await storeBatch(db, stream, [...gone, ...posts]);
      else {
        await storeBatch(db, stream, gone);
        await storeBatch(db, stream, posts);
      }
      deepStrictEqual(await readBlank(db), ["4 a/4"]);
      await storeBatch(db, stream, [postEntry(7, { extId: "*a/4" })]);
      deepStrictEqual(await readBlank(db), ["4 a/4"]);
    });
  }

  Deno.test(`storeBatch() on ${name} takes off what came by another log before its author went`, async () => {
    await using store = await open();
    const { db, stream } = store;
    const { stream: other } = await findStream(db, "test", "later");
    await storeBatch(db, other, [postEntry(100, { extId: "a/1" })]);
    await storeBatch(db, stream, [goneEntry(1, "a/")]);
    deepStrictEqual(await readBlank(db), ["100 a/1"]);
  });

  Deno.test(`storeBatch() on ${name} keeps no text of a gone author in the heads of duplicates and edits`, async () => {
    await using store = await open();
    const { db, stream } = store;
    await storeBatch(db, stream, [
      postEntry(1, { extId: "a/1" }),
      postEntry(2, { extId: "a/1" }),
      editEntry(3, "a/1", {}),
      postEntry(4, { extId: "a0" }),
      postEntry(5, { extId: "a0" }),
      editEntry(6, "a0", {}),
    ]);
    await storeBatch(db, stream, [goneEntry(9, "a/")]);
    await storeBatch(db, stream, [
      postEntry(8, { extId: "a/1" }),
      editEntry(7, "a/1", {}),
      editEntry(10, "a/2", {}),
    ]);
    await storeBatch(db, stream, [editEntry(11, "a/1", {})]);
    strictEqual((await readRows(db.kysely)).skipped.at(-1)!.head, "");
    await storeBatch(db, stream, [postEntry(12, { extId: "a/1" })]);
    const { skipped } = await readRows(db.kysely);
    deepStrictEqual(
      skipped.map((row) => [row.log_seq, row.head, row.edit !== null]),
      [
        [2, "", false],
        [3, "", false],
        [5, "head 5", false],
        [6, "head 6", true],
        [7, "", false],
        [8, "", false],
        [9, "head 9", false],
        [10, "head 10", true],
        [11, "", false],
        [12, "", false],
      ],
    );
    deepStrictEqual(await readBlank(db), ["1 a/1"]);
    strictEqual((await readRows(db.kysely)).posts[0]!.text, "");
  });

  Deno.test(`audit() on ${name} finds nothing wrong after an author went`, async () => {
    await using store = await open();
    const { db, stream } = store;
    const terms = [{ kind: "lang", term: "en" }] as const;
    await storeBatch(db, stream, [
      postEntry(1, { extId: "a/1", terms }),
      goneEntry(2, "a/"),
    ]);
    deepStrictEqual(findings(await audit(db, [knownLog(2)])), NOTHING);
  });
});
