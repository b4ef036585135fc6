import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { findStream } from "../../../db/find_stream.ts";
import { prunePosts } from "../../../db/prune_posts.ts";
import { storeBatch } from "../../../db/store_batch.ts";
import {
  deleteEntry,
  NOON,
  type OpenTestStore,
  postEntries,
  postEntry,
  skipEntry,
} from "../store.ts";
import { readRows } from "./read_rows.ts";

const OLD = { receivedMs: 1_000 };
const YOUNG = { receivedMs: NOON };
const BEFORE = 2_000;

/** What is deleted by age, and what stays. */
export function testPruning(name: string, open: OpenTestStore): void {
  Deno.test(`findStream() on ${name} gives each incarnation a number of its own, and keeps it`, async () => {
    await using store = await open();
    const { db, stream } = store;
    deepStrictEqual(
      await findStream(db, "test", "2026-01-01"),
      { stream, lastSeq: 0 },
    );
    const created = await findStream(db, "test", "2026-01-02");
    const named = await findStream(db, "other", "2026-01-01");
    const again = await findStream(db, "test", "2026-01-02");
    strictEqual(new Set([stream, created.stream, named.stream]).size, 3);
    deepStrictEqual(again, created);
  });

  Deno.test(`findStream() on ${name} knows the last number of the log, whatever it became`, async () => {
    await using store = await open();
    const { db, stream } = store;
    const last = async () =>
      (await findStream(db, "test", "2026-01-01")).lastSeq;
    await storeBatch(db, stream, [postEntry(1), postEntry(2)]);
    strictEqual(await last(), 2);
    await storeBatch(db, stream, [skipEntry(3)]);
    strictEqual(await last(), 3);
    const { lastSeq } = await findStream(db, "other", "2026-01-01");
    strictEqual(lastSeq, 0);
  });

  Deno.test(`prunePosts() on ${name} deletes old posts and skips, keeps counts and the log's numbers`, async () => {
    await using store = await open();
    const { db, stream } = store;
    await storeBatch(db, stream, [
      ...postEntries(1, 3, OLD),
      skipEntry(4, OLD),
      deleteEntry(5, "p1", OLD),
      postEntry(6, { ...OLD, score: 2 }),
    ]);
    const before = await readRows(db.kysely);
    strictEqual(await prunePosts(db, BEFORE), 4);
    const after = await readRows(db.kysely);
    deepStrictEqual(after, { ...before, posts: [], skipped: [] });
    const { lastSeq } = await findStream(db, "test", "2026-01-01");
    strictEqual(lastSeq, 6);
    await storeBatch(db, stream, [postEntry(7)]);
    const { posts } = await readRows(db.kysely);
    deepStrictEqual(posts.map((row) => row.seq), [7]);
  });

  Deno.test(`prunePosts() on ${name} keeps all from the first young message of a stream on`, async () => {
    await using store = await open();
    const { db, stream } = store;
    await storeBatch(db, stream, [
      postEntry(1, OLD),
      skipEntry(2, OLD),
      postEntry(3, YOUNG),
      skipEntry(4, YOUNG),
      postEntry(5, OLD),
      skipEntry(6, OLD),
    ]);
    strictEqual(await prunePosts(db, BEFORE), 1);
    const { posts, skipped } = await readRows(db.kysely);
    deepStrictEqual(posts.map((row) => row.log_seq), [3, 5]);
    deepStrictEqual(skipped.map((row) => row.log_seq), [4, 6]);
    strictEqual(await prunePosts(db, BEFORE), 0);
  });

  Deno.test(`prunePosts() on ${name} prunes each stream, whatever is young in another`, async () => {
    await using store = await open();
    const { db, stream } = store;
    const { stream: other } = await findStream(db, "test", "later");
    await storeBatch(db, stream, postEntries(1, 2, YOUNG));
    await storeBatch(db, other, postEntries(3, 4, OLD));
    strictEqual(await prunePosts(db, BEFORE), 2);
    const { posts } = await readRows(db.kysely);
    deepStrictEqual(posts.map((row) => row.stream), [stream, stream]);
  });

  Deno.test(`prunePosts() on ${name} deletes more than a page`, async () => {
    await using store = await open();
    const { db, stream } = store;
    await storeBatch(db, stream, [
      ...postEntries(1, 2_000, OLD),
      ...Array.from({ length: 1_500 }, (_, i) => skipEntry(2_001 + i, OLD)),
      postEntry(3_501, YOUNG),
    ]);
    strictEqual(await prunePosts(db, BEFORE), 2_000);
    const { posts, skipped } = await readRows(db.kysely);
    deepStrictEqual([posts.length, skipped.length], [1, 0]);
  });
}
