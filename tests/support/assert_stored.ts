import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { audit } from "../../db/audit/audit.ts";
import type { Database } from "../../db/connection/database.ts";
import type { PostEntry } from "../../domain/pipeline/log_entry.ts";
import { readRows } from "./store/read_rows.ts";
import { recountBuckets, recountTerms } from "./store/recount.ts";

/** Asserts that each message has its one row, each post is stored once, and all counts equal a recount. */
export async function assertStored(
  db: Database,
  entries: readonly PostEntry[],
): Promise<void> {
  const { posts, skipped, buckets, terms } = await readRows(db.kysely);
  assertSame(
    [...posts, ...skipped].map((row) => row.log_seq).sort((a, b) => a - b),
    entries.map(({ logSeq }) => logSeq),
  );
  assertSame(
    posts.map((row) => row.ext_id).sort(),
    [...new Set(entries.map(({ extId }) => extId))].sort(),
  );
  assertSame(buckets, recountBuckets(posts));
  assertSame(
    terms,
    recountTerms(posts, (row) => entries[row.log_seq - 1]!.terms),
  );
  const { isClean, log } = await audit(db, () => entries.length);
  strictEqual(isClean, true);
  deepStrictEqual(
    log.map((one) => one.posts + one.skipped),
    [entries.length],
  );
}

/** Shows the first row that differs only: a comparison of thousands takes minutes. */
function assertSame<T>(actual: readonly T[], expected: readonly T[]): void {
  const texts = expected.map((row) => JSON.stringify(row));
  const at = actual.findIndex((row, i) => JSON.stringify(row) !== texts[i]);
  if (at >= 0) deepStrictEqual(actual[at], expected[at]);
  strictEqual(actual.length, expected.length);
}
