import type { Entry } from "../../domain/pipeline/log_entry.ts";
import { addToBuckets } from "../add_to_buckets.ts";
import { addToTerms } from "../add_to_terms.ts";
import { applyEdits } from "../apply_edits.ts";
import type { Database } from "../connection/database.ts";
import { insertPosts } from "../insert_posts.ts";
import { insertSkipped } from "../insert_skipped.ts";
import { postName } from "../post_name.ts";
import { retryTransaction } from "../retry_transaction.ts";
import { sortOut } from "../sort_out.ts";
import { writeCheckpoints } from "../write_checkpoints.ts";
import { blankPosts } from "./deletions.ts";
import { findKnown } from "./find_known.ts";
import { takeSeqs } from "./seqs.ts";

/** What became of a batch, in messages. */
export interface Stored {
  readonly posts: number;
  readonly skipped: number;
  /** Stored before this call: the log delivered them again. */
  readonly redelivered: number;
}

/**
 * Stores messages of one stream in one transaction: each becomes a row in
 * `posts` or in `skipped`; rollups and checkpoints follow from the new rows.
 * A message that is stored already changes nothing.
 */
export async function storeBatch(
  db: Database,
  stream: number,
  entries: readonly Entry[],
): Promise<Stored> {
  return await retryTransaction(db, async (trx) => {
    const { dialect } = db;
    const firstSeq = await takeSeqs(trx, dialect, entries.length);
    const seqs = new Map(entries.map((entry, i) => [entry, firstSeq + i]));
    const withSeq = <E extends Entry>(entry: E): [number, E] => [
      seqs.get(entry)!,
      entry,
    ];

    const known = await findKnown(trx, dialect, stream, entries);
    const news = withoutKnown(entries, known.logSeqs);
    const { posts, skips } = sortOut(news, known);
    const edits = news.filter((entry) => entry.kind === "edit");
    const overtaken = posts.filter((post) => known.edited.has(postName(post)));
    const takenBack = news.filter((entry) => entry.kind !== "skip")
      .filter((entry) =>
        entry.kind === "delete" || known.takenBack.has(postName(entry))
      );

    await insertPosts(trx, dialect, stream, posts.map(withSeq));
    await insertSkipped(trx, dialect, stream, skips);
    await addToBuckets(trx, dialect, posts);
    await addToTerms(trx, dialect, posts);
    await applyEdits(trx, dialect, stream, {
      edits: edits.map(withSeq),
      overtaken: overtaken.map(withSeq),
    });
    await blankPosts(trx, stream, takenBack.map(withSeq));
    await writeCheckpoints(trx, stream, news);
    return {
      posts: posts.length,
      skipped: skips.length,
      redelivered: entries.length - news.length,
    };
  });
}

/** Those that have no row yet; one that a batch holds twice counts once. */
function withoutKnown(
  entries: readonly Entry[],
  known: ReadonlySet<number>,
): Entry[] {
  const seen = new Set(known);
  return entries.filter(({ logSeq }) => {
    const isNew = !seen.has(logSeq);
    seen.add(logSeq);
    return isNew;
  });
}
