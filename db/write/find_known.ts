import {
  type Kysely,
  type RawBuilder,
  sql,
  type SqlBool,
  type Transaction,
} from "kysely";
import type {
  EditEntry,
  Entry,
  PostEntry,
} from "../../domain/pipeline/log_entry.ts";
import type { Dialect } from "../connection/database.ts";
import { chunksOf } from "../connection/statements.ts";
import type { Tables } from "../connection/tables.ts";
import { postName } from "../read/export.ts";

/** What of a batch is stored already. */
export interface Known extends Told {
  /** Positions in the log that have a row, or had one until it was too old. */
  readonly logSeqs: ReadonlySet<number>;
  /** Posts that have a row, by {@linkcode postKey}. */
  readonly postKeys: ReadonlySet<string>;
  /** Topics that are there. */
  readonly topicIds: ReadonlySet<number>;
}

/** What makes a post one post: the same of the same source, once a topic. */
export function postKey(
  post: Pick<PostEntry, "topicId" | "source" | "extId">,
): string {
  return `${post.topicId} ${postName(post)}`;
}

/** Looks up which entries of a batch are stored already. */
export async function findKnown(
  trx: Transaction<Tables>,
  dialect: Dialect,
  stream: number,
  entries: readonly Entry[],
): Promise<Known> {
  const logSeqs = await findLogSeqs(trx, dialect, stream, entries);
  const news = entries.filter(({ logSeq }) => !logSeqs.has(logSeq));
  const posts = news.filter((entry) => entry.kind === "post");
  const edits = news.filter((entry) => entry.kind === "edit");
  const messages = [...posts, ...edits];
  const { postKeys, blank } = await findPosts(trx, dialect, posts);
  const told = await findTold(trx, dialect, stream, messages);
  return {
    logSeqs,
    postKeys,
    takenBack: told.takenBack.union(blank),
    edited: told.edited,
    topicIds: await findTopicIds(trx, posts),
  };
}

async function findLogSeqs(
  trx: Transaction<Tables>,
  dialect: Dialect,
  stream: number,
  entries: readonly Entry[],
): Promise<Set<number>> {
  const wanted = entries.map(({ logSeq }) => logSeq);
  const pruned = await trx.selectFrom("streams").select("pruned_seq")
    .where("stream", "=", stream).executeTakeFirst();
  const found = new Set(
    wanted.filter((logSeq) => logSeq <= (pruned?.pruned_seq ?? 0)),
  );
  for (const logSeqs of chunksOf(wanted, dialect)) {
    const inLog = (table: "posts" | "skipped") =>
      trx.selectFrom(table).select("log_seq")
        .where("stream", "=", stream).where("log_seq", "in", logSeqs);
    const rows = await inLog("posts").unionAll(inLog("skipped")).execute();
    for (const { log_seq } of rows) found.add(log_seq);
  }
  return found;
}

/** Posts that have a row, and those of them whose row is blank. */
async function findPosts(
  trx: Transaction<Tables>,
  dialect: Dialect,
  posts: readonly PostEntry[],
): Promise<{ postKeys: Set<string>; blank: Set<string> }> {
  const postKeys = new Set<string>();
  const blank = new Set<string>();
  const groups = Map.groupBy(posts, (post) => `${post.topicId} ${post.source}`);
  for (const group of groups.values()) {
    const { topicId, source } = group[0]!;
    const wanted = group.map(({ extId }) => extId);
    for (const extIds of chunksOf(wanted, dialect)) {
      const rows = await trx.selectFrom("posts").select(["ext_id", "deleted"])
        .where("topic_id", "=", topicId).where("source", "=", source)
        .where("ext_id", "in", extIds).execute();
      for (const { ext_id: extId, deleted } of rows) {
        postKeys.add(postKey({ topicId, source, extId }));
        if (deleted > 0) blank.add(postName({ source, extId }));
      }
    }
  }
  return { postKeys, blank };
}

/** A topic may have been purged while its posts were on their way. */
async function findTopicIds(
  trx: Transaction<Tables>,
  posts: readonly PostEntry[],
): Promise<Set<number>> {
  const ids = new Set(posts.map(({ topicId }) => topicId));
  if (ids.size === 0) return ids;
  const rows = await trx.selectFrom("topics").select("id")
    .where("id", "in", [...ids]).execute();
  return new Set(rows.map(({ id }) => id));
}

/** What is known of posts that come, or are edited; by {@linkcode postName}. */
interface Told {
  /** Those that their authors took back. */
  readonly takenBack: ReadonlySet<string>;
  /** Those that have an edit. */
  readonly edited: ReadonlySet<string>;
}

type Message = PostEntry | EditEntry;

/**
 * Looks up what authors did to posts before these messages of theirs came: a
 * deletion or an edit may overtake its post, for one when two workers store at
 * once.
 */
async function findTold(
  trx: Transaction<Tables>,
  dialect: Dialect,
  stream: number,
  messages: readonly Message[],
): Promise<Told> {
  const takenBack = new Set<string>();
  const edited = new Set<string>();
  const wanted = [...new Set(messages.map(postName))];
  for (const names of chunksOf(wanted, dialect)) {
    const rows = await trx.selectFrom("skipped").select(["about", "reason"])
      .where("reason", "in", ["delete", "edit"]).where("about", "in", names)
      .execute();
    for (const { about, reason } of rows) {
      (reason === "delete" ? takenBack : edited).add(about!);
    }
  }
  const edits = messages.filter((message) => message.kind === "edit");
  const gone = await findGone(trx, stream, messages);
  for (const one of [...gone, ...await findDeleted(trx, edits)]) {
    takenBack.add(postName(one));
  }
  return { takenBack, edited };
}

/** Those whose author was gone at a later place of the log. */
async function findGone(
  trx: Transaction<Tables>,
  stream: number,
  messages: readonly Message[],
): Promise<Message[]> {
  if (messages.length === 0) return [];
  const first = messages.reduce((a, b) => Math.min(a, b.logSeq), Infinity);
  const rows = await trx.selectFrom("skipped").select(["log_seq", "about"])
    .where("stream", "=", stream).where("log_seq", ">", first)
    .where("reason", "=", "delete").execute();
  return messages.filter(({ logSeq, source, extId }) =>
    rows.some(({ log_seq, about }) =>
      log_seq > logSeq && about !== null &&
      prefixName({ source, extId }).startsWith(about)
    )
  );
}

/** Those of which a row is blank in some topic. */
async function findDeleted(
  trx: Transaction<Tables>,
  edits: readonly EditEntry[],
): Promise<EditEntry[]> {
  if (edits.length === 0) return [];
  const topicIds = await readTopicIds(trx);
  const found: EditEntry[] = [];
  for (const edit of edits) {
    const rows = await trx.selectFrom("posts").select("deleted")
      .where(ofTopics(topicIds)).where("source", "=", edit.source)
      .where("ext_id", "=", edit.extId).execute();
    if (rows.some(({ deleted }) => deleted > 0)) found.push(edit);
  }
  return found;
}

/**
 * Posts of some topics. Their numbers are written out: thousands of parameters
 * would take longer than the search itself.
 */
export function ofTopics(topicIds: readonly number[]): RawBuilder<SqlBool> {
  const list = topicIds.map((id) => Math.trunc(id)).join(", ");
  return topicIds.length === 0
    ? sql`1 = 0`
    : sql`topic_id in (${sql.raw(list)})`;
}

/** In no name of a source: so it is told from the name of a post. */
const SIGN = "*";

/** What `skipped.about` says of a deletion of all posts whose id begins so. */
export function prefixName(
  { source, extId }: { source: string; extId: string },
): string {
  return `${source}${SIGN} ${extId}`;
}

/** The numbers that rows know topics by, of those that are archived too. */
export async function readTopicIds(db: Kysely<Tables>): Promise<number[]> {
  const rows = await db.selectFrom("topics").select("id").orderBy("id")
    .execute();
  return rows.map(({ id }) => id);
}
