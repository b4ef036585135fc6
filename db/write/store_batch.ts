import type { Transaction } from "kysely";
import type {
  Checkpoint,
  DeleteEntry,
  EditEntry,
  Entry,
  PostEntry,
  SkipEntry,
} from "../../domain/pipeline/log_entry.ts";
import { type Database, dialectOf } from "../connection/database.ts";
import { toScoredRow } from "../connection/scores.ts";
import { chunksOf, insertRows, toJson } from "../connection/statements.ts";
import type { Tables } from "../connection/tables.ts";
import { retryTransaction, takeSeqs } from "../connection/transactions.ts";
import { redactPosts } from "./deletions.ts";
import { applyEdits } from "./edits.ts";
import {
  dedupeKey,
  type Existing,
  findExisting,
  postId,
  prefixId,
  rejectionId,
} from "./existing.ts";
import { countPosts } from "./rollups.ts";

/** How many messages of a batch were stored, and as what. */
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
 *
 * @param epoch That of the database which gave `stream` and the topics their ids.
 * @throws {ReplacedDatabaseError} If it has no such stream, or another epoch.
 */
export async function storeBatch(
  db: Database,
  stream: number,
  entries: readonly Entry[],
  epoch?: string,
): Promise<Stored> {
  return await retryTransaction(db, async (trx) => {
    const firstSeq = await takeSeqs(trx, entries.length);
    const seqs = new Map(entries.map((entry, i) => [entry, firstSeq + i]));
    const withSeq = <E extends Entry>(entry: E): [number, E] => [
      seqs.get(entry)!,
      entry,
    ];

    const existing = await findExisting(trx, stream, entries, epoch);
    const newEntries = withoutStored(entries, existing.logSeqs);
    const { topicIds } = existing;
    const { posts, skips } = classifyEntries(newEntries, existing);
    const edits = newEntries.filter((entry) => entry.kind === "edit");
    const overtaken = posts.filter((post) => existing.edited.has(postId(post)));
    const deleted = newEntries.filter((entry) => entry.kind !== "skip")
      .filter((entry) =>
        entry.kind === "delete" || existing.deleted.has(postId(entry))
      );

    await deleteSkipped(trx, stream, existing.unknownBefore);
    await insertPosts(trx, stream, posts.map(withSeq));
    await insertSkipped(trx, stream, skips);
    await countPosts(trx, posts);
    await applyEdits(trx, stream, {
      edits: edits.map(withSeq),
      overtaken: overtaken.map(withSeq),
      topicIds,
    });
    await redactPosts(trx, stream, deleted.map(withSeq), topicIds);
    await writeCheckpoints(trx, stream, newEntries);
    return {
      posts: posts.length,
      skipped: skips.length,
      redelivered: entries.length - newEntries.length,
    };
  });
}

/** Entries that have no row yet; one that a batch holds twice counts once. */
function withoutStored(
  entries: readonly Entry[],
  stored: ReadonlySet<number>,
): Entry[] {
  const seen = new Set(stored);
  return entries.filter(({ logSeq }) => {
    const isNew = !seen.has(logSeq);
    seen.add(logSeq);
    return isNew;
  });
}

/** Inserts posts that are not stored yet, each with its `seq`. */
export async function insertPosts(
  trx: Transaction<Tables>,
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
    ...toScoredRow(post),
    positive: post.positive,
    negative: post.negative,
    entities: toJson(post.entities),
    kind: post.postKind ?? "post",
    context: toJson(post.context),
    version_id: post.version?.id ?? null,
    imported: Number(post.isImported ?? false),
  }));
  await insertRows(trx, "posts", rows);
}

/** New messages by the table that takes them. */
interface Classified {
  readonly posts: readonly PostEntry[];
  readonly skips: readonly Skip[];
}

/** Splits new messages by the table that takes them; what is stored or rejected already is a duplicate. */
function classifyEntries(
  entries: readonly Entry[],
  { postKeys, rejected, topicIds }: Existing,
): Classified {
  const keys = postKeys.union(rejected);
  const posts: PostEntry[] = [];
  const skips: Skip[] = [];
  for (const entry of entries) {
    if (entry.kind === "delete") skips.push(deletionSkip(entry));
    else if (entry.kind === "edit") skips.push(editSkip(entry));
    else if (entry.kind === "skip") {
      const skip = rejectionSkip(entry, keys);
      if (skip.about !== null) keys.add(skip.about);
      skips.push(skip);
    } else if (!topicIds.includes(entry.topicId)) {
      skips.push(removedTopicSkip(entry));
    } else if (keys.has(dedupeKey(entry))) skips.push(duplicateSkip(entry));
    else {
      keys.add(dedupeKey(entry));
      posts.push(entry);
    }
  }
  return { posts, skips };
}

function rejectionSkip(entry: SkipEntry, keys: ReadonlySet<string>): Skip {
  const about = rejectionId(entry);
  if (about === null || !keys.has(about)) return { ...entry, about };
  const detail = `rejected already: ${entry.detail}`;
  return { ...entry, reason: "duplicate", detail, about };
}

function duplicateSkip(post: PostEntry): Skip {
  const detail = `${post.source} post ${post.extId} is stored already`;
  return { ...post, reason: "duplicate", detail, about: postId(post) };
}

function removedTopicSkip(post: PostEntry): Skip {
  const gone = { detail: "its topic was removed", head: new Uint8Array() };
  return { ...post, ...gone, reason: "delete", about: null };
}

function deletionSkip(entry: DeleteEntry): Skip {
  const { source, extId, isPrefix } = entry;
  const detail = isPrefix
    ? `all ${source} posts whose id begins with ${extId}`
    : `${source} post ${extId}`;
  const about = isPrefix ? prefixId(entry) : postId(entry);
  return { ...entry, reason: "delete", detail, about };
}

function editSkip(entry: EditEntry): Skip {
  const { text, lang, url, entities, postKind, context, version } = entry.post;
  const post: EditEntry["post"] = {
    ...{ text, lang, url, ...(entities && { entities }) },
    ...{ ...(postKind && { postKind }), ...(context && { context }) },
    ...(version && { version }),
  };
  const detail = `${entry.source} post ${entry.extId}`;
  const about = postId(entry);
  return { ...entry, reason: "edit", detail, about, edit: toJson(post)! };
}

/** A message that became no post. */
type Skip = Omit<SkipEntry, "kind"> & {
  /** See {@linkcode postId} and {@linkcode rejectionId}; null: it is about neither. */
  readonly about: string | null;
  /** The edited post, as JSON. @default {null} */
  readonly edit?: string;
};

/** Inserts a row for each message that became no post. */
async function insertSkipped(
  trx: Transaction<Tables>,
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
    origin: skip.origin ?? null,
    place: skip.place ?? null,
  }));
  await insertRows(trx, "skipped", rows);
}

async function deleteSkipped(
  trx: Transaction<Tables>,
  stream: number,
  logSeqs: readonly number[],
): Promise<void> {
  for (const some of chunksOf(logSeqs, dialectOf(trx))) {
    await trx.deleteFrom("skipped").where("stream", "=", stream)
      .where("log_seq", "in", some).execute();
  }
}

/** Moves each source's position to the newest message of the batch; never back. */
async function writeCheckpoints(
  trx: Transaction<Tables>,
  stream: number,
  entries: readonly Entry[],
): Promise<void> {
  for (const { logSeq, checkpoint } of newestBySource(entries)) {
    const { source, position } = checkpoint;
    const stored = await trx.selectFrom("checkpoints")
      .select(["stream", "log_seq"]).where("source", "=", source)
      .executeTakeFirst();
    const isNewer = !stored || stored.stream < stream ||
      (stored.stream === stream && stored.log_seq < logSeq);
    if (!isNewer) continue;
    const row = { source, position, stream, log_seq: logSeq };
    await insertRows(trx, "checkpoints", [row], "replace");
  }
}

interface NewestCheckpoint {
  readonly logSeq: number;
  readonly checkpoint: Checkpoint;
}

function newestBySource(entries: readonly Entry[]): Iterable<NewestCheckpoint> {
  const newest = new Map<string, NewestCheckpoint>();
  for (const { logSeq, checkpoint } of entries) {
    if (!checkpoint) continue;
    const { source } = checkpoint;
    const known = newest.get(source);
    if (!known || known.logSeq < logSeq) {
      newest.set(source, { logSeq, checkpoint });
    }
  }
  return newest.values();
}
