import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { findStream } from "../../../db/find_stream.ts";
import { storeBatch } from "../../../db/store_batch.ts";
import type { Entry, PostEntry } from "../../../domain/entry.ts";
import type { Term } from "../../../domain/extract_terms.ts";
import {
  deleteEntry,
  NOON,
  type OpenTestStore,
  postEntry,
  skipEntry,
  type TestStore,
} from "../store.ts";
import { readRows, type Rows } from "./read_rows.ts";
import { recountBuckets, recountTerms } from "./recount.ts";

/** Around the edges of buckets, before 1970, and far ahead. */
const TIMES = fc.oneof(
  fc.constantFrom(
    ...[NOON - 1, NOON, NOON + 9_999, NOON + 10_000, NOON + 3_599_999],
    ...[-1, 0, -10_000, -3_600_001, Date.UTC(1961, 5, 1, 0, 0, 59, 999)],
    ...[Date.UTC(2999, 11, 31, 23, 59, 59, 999), Date.UTC(2999, 11, 31)],
  ),
  fc.integer({ min: -10_000_000, max: 10_000_000 }),
);

const TERMS = fc.uniqueArray(
  fc.constantFrom<Term>(
    ...["good", "Good", "göod", "__proto__", "constructor"]
      .map((term): Term => ({ kind: "positive", term })),
    ...["good", "😀", "😃"].map((term): Term => ({ kind: "emoji", term })),
  ),
  { maxLength: 4 },
);

const ID = fc.integer({ min: 1, max: 12 }).map(String);

const POST = fc.record({
  topicId: fc.constantFrom(1, 2),
  extId: ID,
  createdMs: TIMES,
  score: fc.integer({ min: -3, max: 3 }),
  terms: TERMS,
});

/** Makes an entry once its place in the log is known. */
type MakeEntry = (logSeq: number) => Entry;

const MESSAGE: fc.Arbitrary<MakeEntry> = fc.oneof(
  {
    weight: 8,
    arbitrary: POST.map((fields): MakeEntry => (n) => postEntry(n, fields)),
  },
  {
    weight: 2,
    arbitrary: ID.map((id): MakeEntry => (n) => deleteEntry(n, id)),
  },
  { weight: 1, arbitrary: fc.constant<MakeEntry>((n) => skipEntry(n)) },
);

/** A stretch of the log, as fractions of what was delivered before. */
const REDELIVERY = fc.option(
  fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(8)),
);

const LOG = fc.record({
  messages: fc.array(MESSAGE, { minLength: 1, maxLength: 60 }),
  batches: fc.array(
    fc.record({ size: fc.integer({ min: 1, max: 12 }), again: REDELIVERY }),
    { minLength: 1, maxLength: 10 },
  ),
});

/** Rollups are never counted up on their own: they follow from rows, whatever is delivered. */
export function testRecount(name: string, open: OpenTestStore): void {
  Deno.test(`storeBatch() on ${name} keeps rows and rollups right, whatever comes again`, async () => {
    await fc.assert(
      fc.asyncProperty(LOG, async ({ messages, batches }) => {
        await using store = await open();
        const entries = messages.map((make, i) => make(i + 1));
        await deliver(store, entries, batches);
        const rows = await readRows(store.db.kysely);
        assertAccounted(rows, entries);
        assertRollups(rows, entries);
        assertDeletions(rows, entries);

        const { stream: other } = await findStream(store.db, "test", "later");
        await storeBatch(store.db, other, entries);
        const later = await readRows(store.db.kysely);
        deepStrictEqual(later.buckets, rows.buckets);
        deepStrictEqual(later.terms, rows.terms);
        deepStrictEqual(
          later.posts.map((row) => row.seq),
          rows.posts.map((row) => row.seq),
        );
      }),
      { numRuns: 25 },
    );
  });
}

/** Hands the log over in batches, some of it more than once. */
async function deliver(
  { db, stream }: TestStore,
  entries: readonly Entry[],
  batches: readonly { size: number; again: [number, number] | null }[],
): Promise<void> {
  let done = 0;
  for (let i = 0; done < entries.length; i++) {
    const { size, again } = batches[i % batches.length]!;
    const from = again ? Math.floor(again[0] * done) : done;
    const old = entries.slice(from, Math.min(done, from + (again?.[1] ?? 0)));
    const batch = [...old, ...entries.slice(done, done += size)];
    const stored = await storeBatch(db, stream, batch);
    strictEqual(stored.redelivered, old.length);
  }
}

/** Each message has exactly one row, and each post is stored once. */
function assertAccounted(rows: Rows, entries: readonly Entry[]): void {
  const logSeqs = [...rows.posts, ...rows.skipped].map((row) => row.log_seq);
  deepStrictEqual(
    logSeqs.sort((a, b) => a - b),
    entries.map(({ logSeq }) => logSeq),
  );
  const keys = (posts: readonly PostEntry[]) =>
    new Set(posts.map(({ topicId, extId }) => `${topicId} ${extId}`));
  const stored = rows.posts.map((row) => entries[row.log_seq - 1] as PostEntry);
  deepStrictEqual(
    keys(stored),
    keys(entries.filter((entry) => entry.kind === "post")),
  );
  strictEqual(keys(stored).size, stored.length);
}

function assertRollups(rows: Rows, entries: readonly Entry[]): void {
  const termsOf = ({ log_seq }: Rows["posts"][number]) =>
    (entries[log_seq - 1] as PostEntry).terms;
  deepStrictEqual(rows.buckets, recountBuckets(rows.posts));
  deepStrictEqual(rows.terms, recountTerms(rows.posts, termsOf));
}

/** What its author took back, before or after, is blank; all else is as it came. */
function assertDeletions(rows: Rows, entries: readonly Entry[]): void {
  const gone = new Set(
    entries.flatMap((entry) => entry.kind === "delete" ? [entry.extId] : []),
  );
  for (const row of rows.posts) {
    strictEqual(row.deleted > 0, gone.has(row.ext_id), row.ext_id);
    strictEqual(row.text === "", row.deleted > 0);
  }
}
