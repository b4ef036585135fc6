import type { Transaction } from "kysely";
import type {
  DeleteEntry,
  EditEntry,
  Entry,
  PostEntry,
  SkipEntry,
} from "../../domain/pipeline/log_entry.ts";
import type { Database, Dialect } from "../connection/database.ts";
import {
  chunksOf,
  retryTransaction,
  toJson,
} from "../connection/statements.ts";
import type { Tables } from "../connection/tables.ts";
import { postName } from "../read/export.ts";
import { blankPosts } from "./deletions.ts";
import { applyEdits } from "./edits.ts";
import { findKnown, type Known, postKey, prefixName } from "./find_known.ts";
import { addToBuckets, addToTerms } from "./rollups.ts";
import { takeSeqs } from "./seqs.ts";
import { writeCheckpoints } from "./streams.ts";

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

/** Inserts posts that are not stored yet, each with its `seq`. */
async function insertPosts(
  trx: Transaction<Tables>,
  dialect: Dialect,
  stream: number,
  posts: readonly (readonly [seq: number, post: PostEntry])[],
): Promise<void> {
  const rows = posts.map(([seq, post]) => ({
    seq,
    stream,
    log_seq: post.logSeq,
    topic_id: post.topicId,
    source: post.source,
    ext_id: post.extId,
    author: post.author,
    lang: post.lang,
    created_ms: post.createdMs,
    received_ms: post.receivedMs,
    text: post.text,
    url: post.url,
    score: post.score,
    positive: post.positive,
    negative: post.negative,
    entities: toJson(post.entities),
  }));
  for (const chunk of chunksOf(rows, dialect)) {
    await trx.insertInto("posts").values(chunk).execute();
  }
}

/** What new messages become: each a row of `posts` or a row of `skipped`. */
interface SortedOut {
  readonly posts: readonly PostEntry[];
  readonly skips: readonly Skip[];
}

/** Parts new messages by what becomes of them; a post whose key is known is a duplicate. */
function sortOut(
  entries: readonly Entry[],
  known: Pick<Known, "postKeys" | "topicIds">,
): SortedOut {
  const keys = new Set(known.postKeys);
  const posts: PostEntry[] = [];
  const skips: Skip[] = [];
  for (const entry of entries) {
    if (entry.kind === "delete") skips.push(deletionSkip(entry));
    else if (entry.kind === "edit") skips.push(editSkip(entry));
    else if (entry.kind === "skip") skips.push({ ...entry, about: null });
    else if (!known.topicIds.has(entry.topicId)) skips.push(lateSkip(entry));
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

function lateSkip(post: PostEntry): Skip {
  const gone = { detail: "its topic was removed", head: new Uint8Array() };
  return { ...post, ...gone, reason: "delete", about: null };
}

function deletionSkip(entry: DeleteEntry): Skip {
  const { source, extId, isPrefix } = entry;
  const detail = isPrefix
    ? `all ${source} posts whose id begins with ${extId}`
    : `${source} post ${extId}`;
  const about = isPrefix ? prefixName(entry) : postName(entry);
  return { ...entry, reason: "delete", detail, about };
}

function editSkip(entry: EditEntry): Skip {
  const { text, lang, url, entities } = entry.post;
  const post = { text, lang, url, ...(entities && { entities }) };
  const detail = `${entry.source} post ${entry.extId}`;
  const about = postName(entry);
  return { ...entry, reason: "edit", detail, about, edit: toJson(post)! };
}

/** A message that became no post. */
type Skip = Omit<SkipEntry, "kind"> & {
  /** See {@linkcode postName}; null: it is about no post. */
  readonly about: string | null;
  /** The post as an edit writes it, as JSON. @default {null} */
  readonly edit?: string;
};

/** Inserts a row for each message that became no post. */
export async function insertSkipped(
  trx: Transaction<Tables>,
  dialect: Dialect,
  stream: number,
  skips: readonly Skip[],
): Promise<void> {
  const rows = skips.map((skip) => ({
    stream,
    log_seq: skip.logSeq,
    reason: skip.reason,
    detail: skip.detail,
    head: skip.head,
    received_ms: skip.receivedMs,
    about: skip.about,
    edit: skip.edit ?? null,
  }));
  for (const chunk of chunksOf(rows, dialect)) {
    await trx.insertInto("skipped").values(chunk).execute();
  }
}
