import { addToBuckets } from "./add_to_buckets.ts";
import { addToTerms } from "./add_to_terms.ts";
import { blankPosts } from "./blank_posts.ts";
import type { Database } from "./database.ts";
import type {
  DeleteEntry,
  Entry,
  PostEntry,
  SkipEntry,
} from "../domain/entry.ts";
import { findKnown, postKey } from "./find_known.ts";
import { insertPosts } from "./insert_posts.ts";
import { insertSkipped } from "./insert_skipped.ts";
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
  return await db.kysely.transaction().execute(async (trx) => {
    const firstSeq = await takeSeqs(trx, db.dialect, entries.length);
    const seqs = new Map(entries.map((entry, i) => [entry, firstSeq + i]));

    const known = await findKnown(trx, stream, entries);
    const news = entries.filter(({ logSeq }) => !known.logSeqs.has(logSeq));
    const { posts, deletes, skips } = sortOut(news, known.postKeys);
    const skipped = [...skips, ...deletes.map(toSkip)];

    await insertPosts(
      trx,
      stream,
      posts.map((post) => [seqs.get(post)!, post]),
    );
    await insertSkipped(trx, stream, skipped);
    await blankPosts(trx, deletes.map((entry) => [seqs.get(entry)!, entry]));
    await addToBuckets(trx, db.dialect, posts);
    await addToTerms(trx, db.dialect, posts);
    await writeCheckpoints(trx, stream, news);
    return {
      posts: posts.length,
      skipped: skipped.length,
      redelivered: entries.length - news.length,
    };
  });
}

/** Parts entries by what becomes of them; a post whose key is known is a duplicate. */
function sortOut(entries: readonly Entry[], knownKeys: ReadonlySet<string>): {
  posts: PostEntry[];
  deletes: DeleteEntry[];
  skips: SkipEntry[];
} {
  const keys = new Set(knownKeys);
  const posts: PostEntry[] = [];
  const deletes: DeleteEntry[] = [];
  const skips: SkipEntry[] = [];
  for (const entry of entries) {
    if (entry.kind === "delete") deletes.push(entry);
    else if (entry.kind === "skip") skips.push(entry);
    else if (keys.has(postKey(entry))) skips.push(toDuplicate(entry));
    else {
      keys.add(postKey(entry));
      posts.push(entry);
    }
  }
  return { posts, deletes, skips };
}

function toDuplicate(post: PostEntry): SkipEntry {
  const detail = `${post.source} post ${post.extId} is stored already`;
  return { ...post, kind: "skip", reason: "duplicate", detail };
}

function toSkip(entry: DeleteEntry): SkipEntry {
  const detail = `${entry.source} post ${entry.extId}`;
  return { ...entry, kind: "skip", reason: "delete", detail };
}
