import { addToBuckets } from "./add_to_buckets.ts";
import { addToTerms } from "./add_to_terms.ts";
import { blankPosts } from "./blank_posts.ts";
import type { Database } from "./database.ts";
import type {
  DeleteEntry,
  EditEntry,
  Entry,
  PostEntry,
} from "../domain/post/entry.ts";
import { findKnown, postKey } from "./find_known.ts";
import { insertPosts } from "./insert_posts.ts";
import { insertSkipped, type Skip } from "./insert_skipped.ts";
import { postName } from "./post_name.ts";
import { retryTransaction } from "./retry_transaction.ts";
import { takeSeqs } from "./take_seqs.ts";
import { writeCheckpoints } from "./write_checkpoints.ts";

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
    const { posts, skips } = sortOut(news, known.postKeys);
    const takenBack = news.filter((entry) => entry.kind !== "skip")
      .filter((entry) =>
        entry.kind === "delete" || known.takenBack.has(postName(entry))
      );

    await insertPosts(trx, dialect, stream, posts.map(withSeq));
    await insertSkipped(trx, dialect, stream, skips);
    await blankPosts(trx, takenBack.map(withSeq));
    await addToBuckets(trx, dialect, posts);
    await addToTerms(trx, dialect, posts);
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

/** Parts entries by what becomes of them; a post whose key is known is a duplicate. */
function sortOut(
  entries: readonly Entry[],
  knownKeys: ReadonlySet<string>,
): { posts: PostEntry[]; skips: Skip[] } {
  const keys = new Set(knownKeys);
  const posts: PostEntry[] = [];
  const skips: Skip[] = [];
  for (const entry of entries) {
    if (entry.kind === "delete") skips.push(deletionSkip(entry));
    else if (entry.kind === "edit") skips.push(editSkip(entry));
    else if (entry.kind === "skip") skips.push({ ...entry, about: null });
    else if (keys.has(postKey(entry))) skips.push(duplicateSkip(entry));
    else {
      keys.add(postKey(entry));
      posts.push(entry);
    }
  }
  return { posts, skips };
}

function duplicateSkip(post: PostEntry): Skip {
  const detail = `${post.source} post ${post.extId} is stored already`;
  return { ...post, reason: "duplicate", detail, about: postName(post) };
}

function deletionSkip(entry: DeleteEntry): Skip {
  const detail = `${entry.source} post ${entry.extId}`;
  return { ...entry, reason: "delete", detail, about: postName(entry) };
}

function editSkip(entry: EditEntry): Skip {
  const detail = `${entry.source} post ${entry.extId}`;
  return { ...entry, reason: "edit", detail, about: postName(entry) };
}
