import { createHash } from "node:crypto";
import {
  type Kysely,
  type RawBuilder,
  sql,
  type SqlBool,
  type Transaction,
} from "kysely";
import {
  type EditEntry,
  type Entry,
  type PostEntry,
  type SkipEntry,
  UNKNOWN_TOPIC,
} from "../../domain/pipeline/log_entry.ts";
import { dialectOf } from "../connection/database.ts";
import { chunksOf, oneOf } from "../connection/statements.ts";
import type { Tables } from "../connection/tables.ts";

/** What the database holds already about the entries of a batch. */
export interface Existing extends PriorChanges {
  /** Positions in the log that have a row, or had one until it was pruned. */
  readonly logSeqs: ReadonlySet<number>;
  /** Positions of posts that were skipped because their topic was unknown: that row is to go. */
  readonly unknownBefore: readonly number[];
  /** Posts that have a row, by {@linkcode dedupeKey}. */
  readonly postKeys: ReadonlySet<string>;
  /** What was rejected of sources, by {@linkcode rejectionId}. */
  readonly rejected: ReadonlySet<string>;
  /** Topics that exist, archived ones too; one may have been purged after its posts were logged. */
  readonly topicIds: readonly number[];
}

/** What authors did to posts of a batch before it; by {@linkcode postId}. */
interface PriorChanges {
  readonly deleted: ReadonlySet<string>;
  readonly edited: ReadonlySet<string>;
}

type PostName = Pick<PostEntry, "source" | "extId">;

/** Identifies a post whatever topics it matches, as `skipped.about` does. */
export function postId({ source, extId }: PostName): string {
  return `${source} ${extId}`;
}

/** Identifies a row of a post: a topic holds a post of a source once. */
export function dedupeKey(
  post: Pick<PostEntry, "topicId" | "source" | "extId">,
): string {
  return `${post.topicId} ${postId(post)}`;
}

/** What `skipped.about` holds for a deletion of all posts whose id has a prefix; no source's name contains the sign. */
export function prefixId({ source, extId }: PostName): string {
  return `${source}* ${extId}`;
}

/**
 * What `skipped.about` holds for what a source sent that is no post, made of its
 * position: read and rejected again, it is the same. Null if it has none.
 */
export function rejectionId({ checkpoint }: SkipEntry): string | null {
  if (checkpoint === null) return null;
  const { source, position } = checkpoint;
  const hash = createHash("sha256").update(`${source}\n${position}`);
  return `rejected! ${hash.digest("base64url")}`;
}

/**
 * Looks up what the database holds already about the entries of a batch.
 *
 * @throws {RestoredLogError} If the row of a number is of another message.
 */
export async function findExisting(
  trx: Transaction<Tables>,
  stream: number,
  entries: readonly Entry[],
  epoch?: string,
): Promise<Existing> {
  const prunedSeq = await readPrunedSeq(trx, stream, epoch);
  const { logSeqs, unknownBefore } = await findLogSeqs(
    trx,
    stream,
    entries,
    prunedSeq,
  );
  const newEntries = entries.filter(({ logSeq }) => !logSeqs.has(logSeq));
  const posts = newEntries.filter((entry) => entry.kind === "post");
  const edits = newEntries.filter((entry) => entry.kind === "edit");
  const { postKeys, redacted } = await findPosts(trx, posts);
  const topicIds = await readTopicIds(trx);
  const messages = [...posts, ...edits];
  const prior = await findPriorChanges(trx, messages);
  const gone = await findOfGoneAuthors(trx, stream, messages);
  const deleted = [...gone, ...await findRedacted(trx, edits, topicIds)];
  return {
    logSeqs,
    unknownBefore,
    postKeys,
    deleted: prior.deleted.union(redacted).union(new Set(deleted.map(postId))),
    edited: prior.edited,
    rejected: await findRejected(trx, newEntries),
    topicIds,
  };
}

/** Messages up to this one have no row. */
async function readPrunedSeq(
  trx: Transaction<Tables>,
  stream: number,
  epoch?: string,
): Promise<number> {
  const row = await trx.selectFrom("streams").select([
    "pruned_seq",
    (eb) =>
      eb.selectFrom("meta").select("value").where("name", "=", "epoch")
        .as("epoch"),
  ]).where("stream", "=", stream).executeTakeFirst();
  const isSame = row && (epoch === undefined || row.epoch === epoch);
  if (!isSame) throw new ReplacedDatabaseError();
  return row.pruned_seq;
}

async function findLogSeqs(
  trx: Transaction<Tables>,
  stream: number,
  entries: readonly Entry[],
  prunedSeq: number,
): Promise<Pick<Existing, "logSeqs" | "unknownBefore">> {
  const wanted = entries.map(({ logSeq }) => logSeq);
  const found = new Set(wanted.filter((logSeq) => logSeq <= prunedSeq));
  const posts = new Set(
    entries.flatMap(({ kind, logSeq }) => kind === "post" ? logSeq : []),
  );
  const receivedMs = new Map(
    // Of a message that cannot be read, the time is that of reading.
    entries.filter(({ kind, checkpoint }) => kind !== "skip" || checkpoint)
      .map((one) => [one.logSeq, one.receivedMs]),
  );
  const unknownBefore: number[] = [];
  for (const isWanted of oneOf("log_seq", wanted, dialectOf(trx))) {
    const inLog = (table: "posts" | "skipped") =>
      trx.selectFrom(table).select(["log_seq", "received_ms"])
        .where("stream", "=", stream).where(isWanted);
    const rows = await inLog("posts")
      .select([sql.lit("").as("detail"), sql<string | null>`''`.as("about")])
      .unionAll(inLog("skipped").select(["detail", "about"])).execute();
    for (const { log_seq, detail, about, received_ms } of rows) {
      const received = receivedMs.get(log_seq) ?? received_ms;
      if (about !== null && received !== received_ms) {
        throw new RestoredLogError(log_seq);
      }
      const isToGo = posts.has(log_seq) && detail.startsWith(UNKNOWN_TOPIC);
      if (isToGo) unknownBefore.push(log_seq);
      else found.add(log_seq);
    }
  }
  return { logSeqs: found, unknownBefore };
}

/** Thrown when a number has a row of another message: the log lost its end, and gives numbers again. */
export class RestoredLogError extends Error {
  constructor(logSeq: number) {
    super(`Log lost its end: message ${logSeq} was another before`);
    this.name = "RestoredLogError";
  }
}

/** Thrown when the database was replaced by another: its streams and topics have other ids. */
export class ReplacedDatabaseError extends Error {
  constructor() {
    super("Database was replaced by another");
    this.name = "ReplacedDatabaseError";
  }
}

/** Posts that have a row, and those of them whose row is redacted. */
async function findPosts(
  trx: Transaction<Tables>,
  posts: readonly PostEntry[],
): Promise<{ postKeys: Set<string>; redacted: Set<string> }> {
  const postKeys = new Set<string>();
  const redacted = new Set<string>();
  const groups = Map.groupBy(posts, (post) => `${post.topicId} ${post.source}`);
  for (const group of groups.values()) {
    const { topicId, source } = group[0]!;
    const wanted = group.map(({ extId }) => extId);
    for (const extIds of chunksOf(wanted, dialectOf(trx))) {
      const rows = await trx.selectFrom("posts").select(["ext_id", "deleted"])
        .where("topic_id", "=", topicId).where("source", "=", source)
        .where("ext_id", "in", extIds).execute();
      for (const { ext_id: extId, deleted } of rows) {
        postKeys.add(dedupeKey({ topicId, source, extId }));
        if (deleted > 0) redacted.add(postId({ source, extId }));
      }
    }
  }
  return { postKeys, redacted };
}

type Message = PostEntry | EditEntry;

/** Finds deletions and edits that were stored before the posts they refer to (possible with two workers). */
async function findPriorChanges(
  trx: Transaction<Tables>,
  messages: readonly Message[],
): Promise<PriorChanges> {
  const deleted = new Set<string>();
  const edited = new Set<string>();
  const wanted = [...new Set(messages.map(postId))];
  for (const ids of chunksOf(wanted, dialectOf(trx))) {
    const rows = await trx.selectFrom("skipped").select(["about", "reason"])
      .where("reason", "in", ["delete", "edit"]).where("about", "in", ids)
      .execute();
    for (const { about, reason } of rows) {
      (reason === "delete" ? deleted : edited).add(about!);
    }
  }
  return { deleted, edited };
}

async function findRejected(
  trx: Transaction<Tables>,
  entries: readonly Entry[],
): Promise<Set<string>> {
  const wanted = entries.filter((entry) => entry.kind === "skip")
    .flatMap((entry) => rejectionId(entry) ?? []);
  const rejected = new Set<string>();
  for (const ids of chunksOf(wanted, dialectOf(trx))) {
    const rows = await trx.selectFrom("skipped").select("about")
      .where("about", "in", ids).execute();
    for (const { about } of rows) rejected.add(about!);
  }
  return rejected;
}

/** Messages whose author was deleted at a later position of the log. */
async function findOfGoneAuthors(
  trx: Transaction<Tables>,
  stream: number,
  messages: readonly Message[],
): Promise<Message[]> {
  if (messages.length === 0) return [];
  const first = messages.reduce((a, b) => Math.min(a, b.logSeq), Infinity);
  const rows = await trx.selectFrom("skipped").select(["log_seq", "about"])
    .where("stream", "=", stream).where("log_seq", ">", first)
    .where("reason", "=", "delete").execute();
  return messages.filter((message) =>
    rows.some(({ log_seq, about }) =>
      log_seq > message.logSeq && about !== null &&
      prefixId(message).startsWith(about)
    )
  );
}

/** Edits of posts that are redacted in some topic. */
async function findRedacted(
  trx: Transaction<Tables>,
  edits: readonly EditEntry[],
  topicIds: readonly number[],
): Promise<EditEntry[]> {
  const found: EditEntry[] = [];
  for (const edit of edits) {
    const row = await trx.selectFrom("posts").select("seq")
      .where(isNamed(edit, topicIds)).where("deleted", ">", 0)
      .executeTakeFirst();
    if (row) found.push(edit);
  }
  return found;
}

/** The rows of a post, in some topics. */
export function isNamed(
  { source, extId }: PostName,
  topicIds: readonly number[],
): RawBuilder<SqlBool> {
  return sql`${
    inTopics(topicIds)
  } and source = ${source} and ext_id = ${extId}`;
}

/**
 * Posts of some topics. Their numbers are literals: thousands of parameters
 * would take longer than the search itself.
 */
export function inTopics(topicIds: readonly number[]): RawBuilder<SqlBool> {
  const list = topicIds.map((id) => Math.trunc(id)).join(", ");
  return topicIds.length === 0
    ? sql`1 = 0`
    : sql`topic_id in (${sql.raw(list)})`;
}

/** Ids of all topics, archived ones too. */
export async function readTopicIds(db: Kysely<Tables>): Promise<number[]> {
  const rows = await db.selectFrom("topics").select("id").orderBy("id")
    .execute();
  return rows.map(({ id }) => id);
}
