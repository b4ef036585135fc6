import type { Transaction } from "kysely";
import type { Entry, PostEntry } from "../../domain/pipeline/log_entry.ts";
import type { Dialect } from "../connection/database.ts";
import { chunksOf } from "../connection/statements.ts";
import type { Tables } from "../connection/tables.ts";
import { findTold, type Told } from "../find_told.ts";
import { postName } from "../post_name.ts";

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
