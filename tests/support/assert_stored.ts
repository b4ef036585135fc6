import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { audit } from "../../db/audit.ts";
import type { Database } from "../../db/database.ts";
import type { PostEntry } from "../../domain/entry.ts";
import { readRows } from "./store/read_rows.ts";
import { recountBuckets, recountTerms } from "./store/recount.ts";

/** Asserts that each message has its one row, each post is stored once, and all counts equal a recount. */
export async function assertStored(
  db: Database,
  entries: readonly PostEntry[],
): Promise<void> {
  const { posts, skipped, buckets, terms } = await readRows(db.kysely);
  deepStrictEqual(
    [...posts, ...skipped].map((row) => row.log_seq).sort((a, b) => a - b),
    entries.map(({ logSeq }) => logSeq),
  );
  deepStrictEqual(
    posts.map((row) => row.ext_id).sort(),
    [...new Set(entries.map(({ extId }) => extId))].sort(),
  );
  deepStrictEqual(buckets, recountBuckets(posts));
  deepStrictEqual(
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
