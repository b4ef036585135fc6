import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { type Entry, UNKNOWN_TOPIC } from "../../domain/pipeline/log_entry.ts";
import { forEachDatabase } from "../../tests/support/mysql.ts";
import { recountBuckets } from "../../tests/support/recount.ts";
import {
  deleteEntry,
  postEntries,
  postEntry,
  readRows,
  skipEntry,
} from "../../tests/support/store.ts";
import { readChanges, readCursor } from "../read/changes.ts";
import { RestoredLogError } from "./existing.ts";
import { storeBatch } from "./store_batch.ts";
import { findStream } from "./streams.ts";

const CHECKPOINT = { source: "file:a", position: "line 6" };

/** One of each kind, with a duplicate in the same batch. */
const BATCH: readonly Entry[] = [
  postEntry(1, { score: 2, terms: [{ kind: "positive", term: "good" }] }),
  skipEntry(2, { reason: "oversize", detail: "it has 70,000 bytes" }),
  postEntry(3, { topicId: 2, extId: "p1", score: -1 }),
  postEntry(4, { extId: "p1", text: "the same once more" }),
  deleteEntry(5, "p0"),
  postEntry(6, { checkpoint: CHECKPOINT }),
];

forEachDatabase((name, open) => {
  Deno.test(`storeBatch() on ${name} makes each message a row in posts or in skipped`, async () => {
    await using store = await open();
    const { db, stream } = store;
    deepStrictEqual(
      await storeBatch(db, stream, BATCH),
      { posts: 3, skipped: 3, redelivered: 0 },
    );
    const { posts, skipped, checkpoints } = await readRows(db.kysely);
    deepStrictEqual(
      posts.map((row) => [row.stream, row.log_seq, row.topic_id, row.ext_id]),
      [[stream, 1, 1, "p1"], [stream, 3, 2, "p1"], [stream, 6, 1, "p6"]],
    );
    const { text, author, url, created_ms, received_ms, lang } = posts[0]!;
    const given = postEntry(1);
    deepStrictEqual(
      {
        text,
        author,
        url,
        lang,
        createdMs: created_ms,
        receivedMs: received_ms,
      },
      {
        text: given.text,
        author: given.author,
        url: given.url,
        lang: given.lang,
        createdMs: given.createdMs,
        receivedMs: given.receivedMs,
      },
    );
    deepStrictEqual(
      skipped.map((row) => [row.log_seq, row.reason, row.detail, row.head]),
      [
        [2, "oversize", "it has 70,000 bytes", "head 2"],
        [4, "duplicate", "file post p1 is stored already", "head 4"],
        [5, "delete", "file post p0", "head 5"],
      ],
    );
    deepStrictEqual(checkpoints, [{ ...CHECKPOINT, stream, log_seq: 6 }]);
  });

  Deno.test(`storeBatch() on ${name} counts once what a source sent and was rejected again`, async () => {
    await using store = await open();
    const { db, stream } = store;
    const reject = (logSeq: number, position: string | null) =>
      skipEntry(logSeq, {
        detail: "not JSON",
        checkpoint: position === null ? null : { ...CHECKPOINT, position },
      });
    await storeBatch(db, stream, [reject(1, "6"), reject(2, "7")]);
    await storeBatch(db, stream, [reject(3, "7"), reject(4, "8")]);
    const again = [reject(5, "8"), reject(6, "9"), reject(7, "9")];
    await storeBatch(db, stream, [...again, reject(8, null), reject(9, null)]);
    const { skipped, checkpoints } = await readRows(db.kysely);
    const repeated = ["duplicate", "rejected already: not JSON"];
    deepStrictEqual(
      skipped.map(({ log_seq, reason, detail }) => [log_seq, reason, detail]),
      [
        [1, "malformed", "not JSON"],
        [2, "malformed", "not JSON"],
        [3, ...repeated],
        [4, "malformed", "not JSON"],
        [5, ...repeated],
        [6, "malformed", "not JSON"],
        [7, ...repeated],
        [8, "malformed", "not JSON"],
        [9, "malformed", "not JSON"],
      ],
    );
    strictEqual(checkpoints[0]!.position, "9");
  });

  Deno.test(`storeBatch() on ${name} changes nothing when all or some of a batch comes again`, async () => {
    await using store = await open();
    const { db, stream } = store;
    await storeBatch(db, stream, BATCH);
    const before = await readRows(db.kysely);
    for (const [from, to] of [[0, 6], [0, 1], [2, 5], [5, 6]] as const) {
      deepStrictEqual(
        await storeBatch(db, stream, BATCH.slice(from, to)),
        { posts: 0, skipped: 0, redelivered: to - from },
      );
      deepStrictEqual(await readRows(db.kysely), before);
    }
  });

  // Seen to fail without the comparison: the posts counted as stored before.
  Deno.test(`storeBatch() on ${name} refuses other messages under numbers that are stored`, async () => {
    await using store = await open();
    const { db, stream } = store;
    await storeBatch(db, stream, BATCH);
    const before = await readRows(db.kysely);
    const later = { receivedMs: postEntry(1).receivedMs + 1 };
    for (const seq of [1, 3, 4, 5, 6]) {
      const another = postEntry(seq, { ...later, extId: "another" });
      await rejects(
        storeBatch(db, stream, [postEntry(7), another]),
        RestoredLogError,
      );
    }
    deepStrictEqual(await readRows(db.kysely), before);
  });

  Deno.test(`storeBatch() on ${name} makes a post of one whose topic was unknown when it was skipped`, async () => {
    await using store = await open();
    const { db, stream } = store;
    const skips = [1, 2].map((logSeq) =>
      skipEntry(logSeq, { detail: `${UNKNOWN_TOPIC}new.file` })
    );
    await storeBatch(db, stream, [...skips, skipEntry(3)]);
    deepStrictEqual(
      await storeBatch(db, stream, [postEntry(1), skips[1]!, postEntry(3)]),
      { posts: 1, skipped: 0, redelivered: 2 },
    );
    const { posts, skipped, buckets } = await readRows(db.kysely);
    deepStrictEqual(posts.map((row) => row.log_seq), [1]);
    deepStrictEqual(skipped.map((row) => row.log_seq), [2, 3]);
    deepStrictEqual(buckets, recountBuckets(posts));
  });

  Deno.test(`storeBatch() on ${name} stores nothing in a database that replaced the one before`, async () => {
    await using store = await open();
    const { db, stream } = store;
    const name = "ReplacedDatabaseError";
    await rejects(storeBatch(db, stream + 1, BATCH), { name });
    await rejects(storeBatch(db, stream, BATCH, "another"), { name });
    const { posts, skipped } = await readRows(db.kysely);
    deepStrictEqual([posts, skipped], [[], []]);
  });

  Deno.test(`storeBatch() on ${name} stores what is new among what comes again`, async () => {
    await using store = await open();
    const { db, stream } = store;
    await storeBatch(db, stream, BATCH.slice(0, 3));
    const news = [...BATCH.slice(1), postEntry(7)];
    deepStrictEqual(
      await storeBatch(db, stream, news),
      { posts: 2, skipped: 2, redelivered: 2 },
    );
    const { posts, skipped } = await readRows(db.kysely);
    deepStrictEqual(posts.map((row) => row.log_seq), [1, 3, 6, 7]);
    deepStrictEqual(skipped.map((row) => row.log_seq), [2, 4, 5]);
  });

  Deno.test(`storeBatch() on ${name} stores a message once that a batch holds twice`, async () => {
    await using store = await open();
    const { db, stream } = store;
    deepStrictEqual(
      await storeBatch(db, stream, [...BATCH, ...BATCH]),
      { posts: 3, skipped: 3, redelivered: 6 },
    );
    const { posts, skipped } = await readRows(db.kysely);
    deepStrictEqual(posts.map((row) => row.log_seq), [1, 3, 6]);
    deepStrictEqual(skipped.map((row) => row.log_seq), [2, 4, 5]);
  });

  Deno.test(`storeBatch() on ${name} skips a post that is stored, in a later batch and under another stream`, async () => {
    await using store = await open();
    const { db, stream } = store;
    const { stream: other } = await findStream(db, "test", "2026-02-02");
    await storeBatch(db, stream, [postEntry(1, { score: 3 })]);
    const { posts, buckets } = await readRows(db.kysely);
    const again = { extId: "p1", score: 1, text: "another text" };
    await storeBatch(db, stream, [postEntry(2, again)]);
    await storeBatch(db, other, [postEntry(1, again), postEntry(2, again)]);
    const after = await readRows(db.kysely);
    deepStrictEqual(after.posts, posts);
    deepStrictEqual(after.buckets, buckets);
    deepStrictEqual(
      after.skipped.map((row) => [row.stream, row.log_seq, row.reason]),
      [[stream, 2, "duplicate"], [other, 1, "duplicate"], [
        other,
        2,
        "duplicate",
      ]],
    );
  });

  Deno.test(`storeBatch() on ${name} tells posts of other topics and sources apart`, async () => {
    await using store = await open();
    const { db, stream } = store;
    const same = { extId: "1" };
    await storeBatch(db, stream, [
      postEntry(1, same),
      postEntry(2, { ...same, topicId: 2 }),
      postEntry(3, { ...same, source: "x" }),
    ]);
    strictEqual((await readRows(db.kysely)).posts.length, 3);
  });

  Deno.test(`storeBatch() on ${name} leaves nothing of a batch whose last statement fails`, async () => {
    await using store = await open();
    const { db, stream } = store;
    await storeBatch(db, stream, BATCH);
    const before = await readRows(db.kysely);
    const cursor = await readCursor(db.kysely);
    const position = null as unknown as string;
    const broken = [
      postEntry(7, { terms: [{ kind: "lang", term: "en" }] }),
      skipEntry(8),
      deleteEntry(9, "p1"),
      postEntry(10, { checkpoint: { source: "file:a", position } }),
    ];
    await rejects(storeBatch(db, stream, broken), /null/i);
    deepStrictEqual(await readRows(db.kysely), before);
    deepStrictEqual(await readCursor(db.kysely), cursor);
    deepStrictEqual(
      await storeBatch(db, stream, broken.slice(0, 3)),
      { posts: 1, skipped: 2, redelivered: 0 },
    );
  });

  Deno.test(`storeBatch() on ${name} numbers rows in the order in which they become visible`, async () => {
    await using store = await open();
    const { db, stream } = store;
    const reader = store.connect();
    const seen: number[] = [];
    const writing = Promise.all(
      Array.from(
        { length: 20 },
        (_, i) => storeBatch(db, stream, postEntries(i * 10 + 1, i * 10 + 10)),
      ),
    );
    let isWriting = true;
    void writing.finally(() => isWriting = false);
    let after = 0;
    do {
      const { posts, cursor } = await readChanges(reader.kysely, after);
      seen.push(...posts.map(({ seq }) => seq));
      after = cursor.seq;
    } while (isWriting || after < (await readCursor(db.kysely)).seq);
    await writing;
    const { posts } = await readRows(db.kysely);
    deepStrictEqual(seen, posts.map(({ seq }) => seq));
    strictEqual(seen.length, 200);
    for (let i = 0; i < posts.length; i += 10) {
      const batch = posts.slice(i, i + 10);
      const first = batch[0]!;
      ok(batch.every((row, j) => row.log_seq === first.log_seq + j));
    }
  });

  Deno.test(`storeBatch() on ${name} takes thousands of messages at once`, async () => {
    await using store = await open();
    const { db, stream } = store;
    const terms = ["a", "b", "c"].map((term) => ({
      kind: "hashtag" as const,
      term,
    }));
    const entries = [
      ...postEntries(1, 3_000).map((entry, i) => ({
        ...entry,
        createdMs: i * 3_600_000,
        terms,
      })),
      ...postEntries(3_001, 6_000, { extId: "p1" }),
    ];
    deepStrictEqual(
      await storeBatch(db, stream, entries),
      { posts: 3_000, skipped: 3_000, redelivered: 0 },
    );
    strictEqual((await storeBatch(db, stream, entries)).redelivered, 6_000);
  });

  Deno.test(`storeBatch() on ${name} takes an empty batch`, async () => {
    await using store = await open();
    deepStrictEqual(
      await storeBatch(store.db, store.stream, []),
      { posts: 0, skipped: 0, redelivered: 0 },
    );
  });
});
