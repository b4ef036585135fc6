import fc from "fast-check";
import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { Entry, PostEntry } from "../../domain/pipeline/log_entry.ts";
import { forEachDatabase } from "../../tests/support/mysql.ts";
import { deliver, LOG } from "../../tests/support/log_entries.ts";
import { readRows, type Rows } from "../../tests/support/store.ts";
import { recountBuckets, recountTerms } from "../../tests/support/recount.ts";
import { storeBatch } from "./store_batch.ts";
import { findStream } from "./streams.ts";

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

forEachDatabase((name, open) => {
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
});
