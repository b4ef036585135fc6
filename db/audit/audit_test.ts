import fc from "fast-check";
import { sql } from "kysely";
import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { forEachDatabase } from "../../tests/support/mysql.ts";
import {
  editEntry,
  NOON,
  postEntries,
  postEntry,
  scoredEntry,
  skipEntry,
} from "../../tests/support/store.ts";
import {
  bucketOf,
  difference,
  fill,
  findings,
  knownLog,
  NOTHING,
  TERMS,
} from "../../tests/support/recount.ts";
import { deliver, LOG } from "../../tests/support/log_entries.ts";
import { createSourceRecords } from "../records/sources.ts";
import { prunePosts } from "../write/prune.ts";
import { storeBatch } from "../write/store_batch.ts";
import { findStream } from "../write/streams.ts";
import { type Audit, audit } from "./audit.ts";

forEachDatabase((name, open) => {
  Deno.test(`audit() on ${name} finds nothing wrong, whatever was stored and comes again`, async () => {
    await fc.assert(
      fc.asyncProperty(LOG, async ({ messages, batches }) => {
        await using store = await open();
        const { db } = store;
        const entries = messages.map((make, i) => make(i + 1));
        await deliver(store, entries, batches);
        const found = await audit(db, [knownLog(entries.length)]);
        deepStrictEqual(findings(found), NOTHING);
        strictEqual(found.isClean, true);
        const [log] = found.log;
        strictEqual(log!.posts + log!.skipped, entries.length);
      }),
      { numRuns: 25 },
    );
  });

  Deno.test(`audit() on ${name} says what it looked at`, async () => {
    await using store = await open();
    await fill(store);
    const { log } = await audit(store.db);
    const stretch = { first: 1, last: 30, gaps: [], doubles: [] };
    deepStrictEqual(log, [{
      stream: store.stream,
      name: "test",
      created: "2026-01-01",
      posts: 28,
      skipped: 2,
      ...stretch,
    }]);
  });

  Deno.test(`audit() on ${name} misses what is not stored at both ends of the log`, async () => {
    await using store = await open();
    const { db, stream } = store;
    await storeBatch(db, stream, postEntries(3, 5, { terms: TERMS }));
    const result = await audit(db, [knownLog(9)]);
    deepStrictEqual(findings(result).gaps, [{ from: 1, to: 2 }, {
      from: 6,
      to: 9,
    }]);
    const earlier = await audit(db, [knownLog(4)]);
    deepStrictEqual(findings(earlier).gaps, [{ from: 1, to: 2 }]);
  });

  Deno.test(`audit() on ${name} finds few rows in a long log, and a gap once`, async () => {
    await using store = await open();
    const { db, stream } = store;
    const kept = [1, 99_999, 100_000, 100_001, 250_000, 412_345];
    const posts = kept.map((logSeq) => postEntry(logSeq, { terms: TERMS }));
    await storeBatch(db, stream, posts);
    await db.kysely.insertInto("skipped").values({
      stream,
      log_seq: 100_001,
      reason: "edit",
      detail: "",
      head: new Uint8Array(),
      received_ms: 0,
      about: null,
    }).execute();
    const { log } = await audit(db, [knownLog(500_000)]);
    deepStrictEqual(log[0], {
      stream,
      name: "test",
      created: "2026-01-01",
      first: 1,
      last: 500_000,
      posts: 6,
      skipped: 1,
      gaps: [
        { from: 2, to: 99_998 },
        { from: 100_002, to: 249_999 },
        { from: 250_001, to: 412_344 },
        { from: 412_346, to: 500_000 },
      ],
      doubles: [100_001],
    });
  });

  Deno.test(`audit() on ${name} compares all times of all topics, however many posts they have`, async () => {
    await using store = await open();
    const { db, stream } = store;
    const times = [-8.64e15, -1, NOON, 8.64e15 - 1];
    const posts = postEntries(1, 9_000, { terms: TERMS }).map((post, i) => ({
      ...post,
      topicId: 1 + i % 2,
      createdMs: i < 8
        ? times[i >> 1]!
        : NOON + i % 5 * 3_600_000 + i * 997 % 3_600_000,
    }));
    for (let i = 0; i < posts.length; i += 1_000) {
      await storeBatch(db, stream, posts.slice(i, i + 1_000));
    }
    deepStrictEqual(findings(await audit(db)), NOTHING);
    for (
      const { topicId, createdMs } of [posts[0]!, posts[7]!, posts[4_444]!]
    ) {
      const t = Math.floor(createdMs / 10_000) * 10;
      const change = (by: number) =>
        sql`update buckets set score = score + ${by} where step = 10
          and topic_id = ${topicId} and t = ${t}`.execute(db.kysely);
      await change(3);
      const { buckets } = findings(await audit(db));
      deepStrictEqual(buckets, [
        difference(10, 0, { topicId, t, score: 3 }),
      ]);
      await change(-3);
    }
    await sql`insert into terms values (77, 60, 60, 'link', 'x', 1)`
      .execute(db.kysely);
    deepStrictEqual(findings(await audit(db)).terms, [{
      topicId: 77,
      t: 0,
      kind: "link",
      term: "x",
      rule: "hour = its minutes",
    }]);
  });

  Deno.test(`audit() on ${name} looks at each stream by itself`, async () => {
    await using store = await open();
    const { db, stream } = store;
    const { stream: later } = await findStream(db, "test", "later", {
      firstSeq: 50,
    });
    await storeBatch(db, stream, [postEntry(1, { terms: TERMS })]);
    await storeBatch(db, later, [postEntry(51, { terms: TERMS })]);
    const { log } = await audit(db, [knownLog(1), knownLog(52, "later")]);
    deepStrictEqual(
      log.map(({ first, last, gaps }) => ({ first, last, gaps })),
      [{ first: 1, last: 1, gaps: [] }, {
        first: 50,
        last: 52,
        gaps: [{ from: 50, to: 50 }, { from: 52, to: 52 }],
      }],
    );
  });

  Deno.test(`audit() on ${name} misses all messages of a stream that only the broker knows`, async () => {
    await using store = await open();
    await fill(store);
    const found = await audit(store.db, [knownLog(30), knownLog(9, "later")]);
    deepStrictEqual(findings(found).gaps, [{ from: 1, to: 9 }]);
    strictEqual(found.isClean, false);
  });

  Deno.test(`audit() on ${name} is not clean where there is no stream, and says that it proved nothing`, async () => {
    await using store = await open();
    await store.db.kysely.deleteFrom("streams").execute();
    const { isClean, unchecked } = await audit(store.db);
    strictEqual(isClean, false);
    deepStrictEqual(unchecked, ["anything: there is no stream"]);
    const known = await audit(store.db, [knownLog(9)]);
    deepStrictEqual(findings(known).gaps, [{ from: 1, to: 9 }]);
  });

  Deno.test(`audit() on ${name} says where a log ends by its rows alone`, async () => {
    await using store = await open();
    await fill(store);
    const unknown = await audit(store.db);
    deepStrictEqual(unknown.unchecked, [
      "messages of stream test (2026-01-01) after 30",
    ]);
    strictEqual(unknown.isClean, true);
    deepStrictEqual((await audit(store.db, [knownLog(30)])).unchecked, []);
  });

  Deno.test(`audit() on ${name} finds a checkpoint that is ahead of the rows, unless they were pruned`, async () => {
    await using store = await open();
    const { db, stream } = store;
    const checkpoint = { source: "file:a", position: "7" };
    await storeBatch(db, stream, [
      ...postEntries(1, 6, { terms: TERMS }),
      skipEntry(7, { checkpoint }),
      skipEntry(8),
    ]);
    await createSourceRecords(db).movePosition("x:", null, "1");
    deepStrictEqual(findings(await audit(db)), NOTHING);
    await db.kysely.deleteFrom("skipped").execute();
    const { checkpoints, isClean } = await audit(db);
    deepStrictEqual(checkpoints, [{ source: "file:a", stream, logSeq: 7 }]);
    strictEqual(isClean, false);
    await db.kysely.updateTable("streams").set({ pruned_seq: 8 }).execute();
    deepStrictEqual((await audit(db)).checkpoints, []);
    await db.kysely.deleteFrom("streams").execute();
    deepStrictEqual((await audit(db)).checkpoints, checkpoints);
  });

  Deno.test(`audit() on ${name} does not miss what was pruned`, async () => {
    await using store = await open();
    const { db, stream } = store;
    await fill(store);
    await prunePosts(db, NOON + 20);
    const result = await audit(db);
    deepStrictEqual(findings(result), NOTHING);
    deepStrictEqual(result.log[0]!.first, 20);
    const { value } = await db.kysely.selectFrom("meta").select("value")
      .where("name", "=", "pruned_ms").executeTakeFirstOrThrow();
    strictEqual(Number(value), NOON + 19 * 700_000);

    const counted = await sql`update buckets set posts = posts + 1
      where step = 60 and t = ${bucketOf(21, 60)}`.execute(db.kysely);
    strictEqual(counted.numAffectedRows, 1n);
    const after = findings(await audit(db));
    deepStrictEqual(after.buckets, [difference(60, 21, { posts: 1 })]);
    await storeBatch(db, stream, [
      postEntry(31, { terms: TERMS, createdMs: NOON }),
    ]);
    await sql`update buckets set posts = 0, positive = 0, negative = 0,
      neutral = 0 where step = 10 and t = ${NOON / 1_000}`.execute(db.kysely);
    const lost = findings(await audit(db)).buckets;
    deepStrictEqual(lost[0], difference(10, 0, { posts: -1, neutral: -1 }));
  });

  Deno.test(`audit() on ${name} is of one moment, also while somebody writes and deletes`, async () => {
    await using store = await open();
    const { db, stream } = store;
    const reader = store.connect();
    let isWriting = true;
    const writing = (async () => {
      for (let last = 5; last <= 150; last += 5) {
        const fields = { terms: TERMS, createdMs: NOON };
        await storeBatch(db, stream, postEntries(last - 4, last, fields));
        await prunePosts(db, NOON + last - 9);
      }
    })().finally(() => isWriting = false);
    const starts = new Set<number>();
    while (isWriting) {
      const result = await audit(reader);
      deepStrictEqual(findings(result), NOTHING);
      starts.add(result.log[0]!.first);
    }
    await writing;
    strictEqual(
      starts.size > 1,
      true,
      "it must have read while it was written",
    );
  });
});

/** Something that happened to the rows, and what must be found. */
const DAMAGES: Record<
  string,
  [statement: string, found: Partial<ReturnType<typeof findings>>]
> = {
  "a deleted skip": ["delete from skipped where log_seq = 29", {
    gaps: [{ from: 29, to: 29 }],
  }],
  "a row in both tables": [
    `insert into skipped (stream, log_seq, reason, detail, head, received_ms)
      select stream, 7, reason, detail, head, received_ms from skipped
      where log_seq = 29`,
    { doubles: [7] },
  ],
  "a row under another message's number": [
    "update skipped set log_seq = 7 where log_seq = 29",
    { gaps: [{ from: 29, to: 29 }], doubles: [7] },
  ],
  "rows of streams that are not listed": [
    "update posts set stream = stream + log_seq * 10 where log_seq <= 2",
    { gaps: [{ from: 1, to: 2 }], strays: [11, 21] },
  ],
  "a bucket that counts a post too many": [
    `update buckets set posts = posts + 1, neutral = neutral + 1
      where step = 60 and t = ${bucketOf(2, 60)}`,
    { buckets: [difference(60, 2, { posts: 1, neutral: 1 })] },
  ],
  "a bucket with another score": [
    `update buckets set score = score - 4 where step = 10 and t = ${
      bucketOf(5, 10)
    }`,
    { buckets: [difference(10, 5, { score: -4 })] },
  ],
  "a bucket with other squares": [
    `update buckets set squares = squares + 1 where step = 60 and t = ${
      bucketOf(5, 60)
    }`,
    { buckets: [difference(60, 5, { squares: 1 })] },
  ],
  "a bucket with other probabilities": [
    `update buckets set p_positive = p_positive + 7, scored = scored + 1
      where step = 10 and t = ${bucketOf(5, 10)}`,
    { buckets: [difference(10, 5, { p_positive: 7, scored: 1 })] },
  ],
  "a bucket that nobody filled": [
    `insert into buckets (topic_id, step, t, posts, positive, negative, neutral, score)
      values (2, 10, 20, 1, 1, 0, 0, 2)`,
    {
      buckets: [
        difference(10, 0, {
          topicId: 2,
          t: 20,
          posts: 1,
          positive: 1,
          score: 2,
          squares: null,
        }),
      ],
    },
  ],
  "a bucket that is gone": [
    `delete from buckets where step = 10 and t = ${bucketOf(4, 10)}`,
    { buckets: [difference(10, 4, { posts: -1, neutral: -1 })] },
  ],
  "a term of a minute that has another count": [
    `update terms set count = count + 1 where step = 60 and kind = 'positive'
      and t = ${bucketOf(2, 60)}`,
    { terms: [termDifference(2, "positive", "good", "hour = its minutes")] },
  ],
  "a term of an hour that is gone": [
    `delete from terms where step = 3600 and kind = 'positive'
      and t = ${bucketOf(9, 3_600)}`,
    { terms: [termDifference(9, "positive", "good", "hour = its minutes")] },
  ],
  "a source of an hour that too few posts have": [
    `update terms set count = count - 1 where kind = 'source'
      and t in (${bucketOf(6, 60)}, ${bucketOf(6, 3_600)})`,
    { terms: [termDifference(6, "source", null, "sources = posts")] },
  ],
  "a language that too few posts have": [
    `update terms set count = count - 1 where kind = 'lang'
      and t in (${bucketOf(6, 60)}, ${bucketOf(6, 3_600)})`,
    { terms: [termDifference(6, "lang", null, "languages = posts")] },
  ],
};

function termDifference(
  logSeq: number,
  kind: string,
  term: string | null,
  rule: Audit["terms"][number]["rule"],
): Audit["terms"][number] {
  return { topicId: 1, t: bucketOf(logSeq, 3_600), kind, term, rule };
}

forEachDatabase((name, open) => {
  for (const [what, [statement, found]] of Object.entries(DAMAGES)) {
    Deno.test(`audit() on ${name} finds ${what}`, async () => {
      await using store = await open();
      await fill(store);
      await sql.raw(statement).execute(store.db.kysely);
      const result = await audit(store.db);
      deepStrictEqual(findings(result), { ...NOTHING, ...found });
      strictEqual(result.isClean, false);
    });
  }

  Deno.test(`audit() on ${name} does not ask for squares of what an older Freshet counted`, async () => {
    await using store = await open();
    await fill(store);
    const { db, stream } = store;
    await db.kysely.updateTable("buckets").set({ squares: null })
      .where("t", "<=", bucketOf(9, 3_600)).execute();
    await storeBatch(db, stream, [scoredEntry(31, { text: "good" })]);
    await storeBatch(db, stream, [editEntry(32, "p31", { text: "awful" })]);
    deepStrictEqual(findings(await audit(db)), NOTHING);
  });

  Deno.test(`audit() on ${name} finds a deleted post in the log and in every bucket`, async () => {
    await using store = await open();
    await fill(store);
    const { kysely } = store.db;
    await kysely.deleteFrom("posts").where("log_seq", "in", [10, 11, 13])
      .execute();
    const result = await audit(store.db);
    const { gaps, buckets, terms } = findings(result);
    deepStrictEqual(gaps, [{ from: 10, to: 11 }, { from: 13, to: 13 }]);
    for (const step of [10, 60, 3_600]) {
      const lost = buckets.filter((bucket) => bucket.step === step)
        .map(({ posts }) => posts);
      strictEqual(lost.reduce((a, b) => a + b), 3);
    }
    deepStrictEqual(terms, []);
  });
});
