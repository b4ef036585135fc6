import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { forEachDatabase } from "../../tests/support/mysql.ts";
import {
  deleteEntry,
  NOON,
  postEntries,
  postEntry,
  readRows,
  skipEntry,
} from "../../tests/support/store.ts";
import { audit } from "../audit/audit.ts";
import { prunePosts } from "./prune.ts";
import { storeBatch } from "./store_batch.ts";
import { findStream } from "./streams.ts";

const OLD = { receivedMs: 1_000 };
const YOUNG = { receivedMs: NOON };
const BEFORE = 2_000;

forEachDatabase((name, open) => {
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

  Deno.test(`prunePosts() on ${name} keeps imported posts, and the audit stays clean`, async () => {
    await using store = await open();
    const { db, stream } = store;
    const old = (logSeq: number, imported: boolean, createdMs: number) =>
      postEntry(logSeq, {
        ...{ ...OLD, extId: `p${logSeq}`, createdMs },
        terms: [{ kind: "lang", term: "en" }],
        ...(imported && { isImported: true }),
      });
    await storeBatch(db, stream, [
      old(1, true, NOON - 5_000_000),
      old(2, false, NOON),
      skipEntry(3, OLD),
      old(4, true, NOON + 5_000_000),
      old(5, false, NOON + 1_000),
      { ...old(6, false, NOON), ...YOUNG, extId: "young" },
    ]);
    strictEqual(await prunePosts(db, BEFORE), 2);
    const left = await db.kysely.selectFrom("posts").select("ext_id")
      .orderBy("log_seq").execute();
    deepStrictEqual(left.map((row) => row.ext_id), ["p1", "p4", "young"]);
    const known = [{ name: "test", created: "2026-01-01", lastSeq: 6 }];
    strictEqual((await audit(db, known)).isClean, true);
    // Delivered again, they change nothing.
    const again = await storeBatch(db, stream, [
      old(1, true, NOON - 5_000_000),
    ]);
    deepStrictEqual(again, { posts: 0, skipped: 0, redelivered: 1 });
    // Imported again in another log, they are known.
    const { stream: later } = await findStream(db, "test", "later");
    const twice = await storeBatch(db, later, [{
      ...old(1, true, NOON),
      extId: "p4",
    }]);
    deepStrictEqual(twice, { posts: 0, skipped: 1, redelivered: 0 });
    strictEqual(await prunePosts(db, BEFORE), 0);
    strictEqual((await audit(db, known)).isClean, true);
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
    const change = { positive: 1, negative: 0, neutral: -1, score: 2 };
    await db.kysely.insertInto("edits").values([6, 7].map((seq) => ({
      ...{ seq, post_seq: 2, topic_id: 1 },
      ...change,
    }))).execute();
    const before = await readRows(db.kysely);
    strictEqual(await prunePosts(db, BEFORE), 4);
    const after = await readRows(db.kysely);
    deepStrictEqual(after, { ...before, posts: [], skipped: [] });
    const edits = await db.kysely.selectFrom("edits").select("seq").execute();
    deepStrictEqual(edits.map(({ seq }) => seq), [7], "as old as the posts");
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
    await storeBatch(db, other, postEntries(1, 2, { ...OLD, topicId: 2 }));
    strictEqual(await prunePosts(db, BEFORE), 2);
    const { posts } = await readRows(db.kysely);
    deepStrictEqual(posts.map((row) => row.stream), [stream, stream]);
  });

  Deno.test(`storeBatch() on ${name} takes what was pruned for stored when it comes again`, async () => {
    await using store = await open();
    const { db, stream } = store;
    const batch = [
      ...postEntries(1, 3, { ...OLD, terms: [{ kind: "lang", term: "en" }] }),
      skipEntry(4, OLD),
    ];
    await storeBatch(db, stream, batch);
    await prunePosts(db, BEFORE);
    const before = await readRows(db.kysely);
    deepStrictEqual(
      await storeBatch(db, stream, [...batch, postEntry(5)]),
      { posts: 1, skipped: 0, redelivered: 4 },
    );
    const after = await readRows(db.kysely);
    const languages = ({ terms }: typeof after) =>
      terms.filter(({ kind }) => kind === "lang");
    deepStrictEqual(languages(after), languages(before));
    deepStrictEqual(after.posts.map((row) => row.log_seq), [5]);
    deepStrictEqual(after.skipped, []);
    const hour = (rows: typeof after) =>
      rows.buckets.filter((row) => row.step === 3_600)
        .map((row) => row.posts);
    deepStrictEqual([hour(before), hour(after)], [[3], [4]]);
  });

  Deno.test(`prunePosts() on ${name} stops before a message that is still to be stored`, async () => {
    await using store = await open();
    const { db, stream } = store;
    const entries = [...postEntries(1, 2, OLD), skipEntry(3, OLD)];
    const late = [postEntry(4, OLD), skipEntry(5, OLD)];
    await storeBatch(db, stream, [...entries, ...postEntries(6, 8, OLD)]);
    strictEqual(await prunePosts(db, BEFORE), 2);
    deepStrictEqual(
      await storeBatch(db, stream, late),
      { posts: 1, skipped: 1, redelivered: 0 },
    );
    strictEqual(await prunePosts(db, BEFORE), 4);
  });

  Deno.test(`prunePosts() on ${name} passes a message that the log cannot hold any more`, async () => {
    await using store = await open();
    const { db, stream } = store;
    await storeBatch(db, stream, [postEntry(1, OLD), postEntry(5, OLD)]);
    strictEqual(await prunePosts(db, BEFORE, { logMs: 1_000 }), 1);
    strictEqual(await prunePosts(db, BEFORE, { logMs: 999 }), 1);
    const { lastSeq } = await findStream(db, "test", "2026-01-01");
    strictEqual(lastSeq, 5);
  });

  Deno.test(`findStream() on ${name} begins where the log does`, async () => {
    await using store = await open();
    const { db } = store;
    const created = "2026-01-03";
    const options = { firstSeq: 100 };
    const { stream, lastSeq } = await findStream(db, "test", created, options);
    strictEqual(lastSeq, 99);
    const found = await findStream(db, "test", created, { firstSeq: 300 });
    deepStrictEqual(found, { stream, lastSeq: 99 });
    await storeBatch(db, stream, [postEntry(100, OLD), postEntry(101, OLD)]);
    strictEqual(await prunePosts(db, BEFORE), 2);
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
});
