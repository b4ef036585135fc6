import type { Transaction } from "kysely";
import type { Entry, PostEntry } from "../domain/post/entry.ts";
import { chunksOf } from "./chunks_of.ts";
import type { Dialect } from "./database.ts";
import { postName } from "./post_name.ts";
import type { Tables } from "./tables.ts";

/** What of a batch is stored already. */
export interface Known {
  /** Positions in the log that have a row, or had one until it was too old. */
  readonly logSeqs: ReadonlySet<number>;
  /** Posts that have a row, by {@linkcode postKey}. */
  readonly postKeys: ReadonlySet<string>;
  /** Posts that their authors took back, by {@linkcode postName}. */
  readonly takenBack: ReadonlySet<string>;
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
  const posts = entries.filter((entry) => entry.kind === "post");
  return {
    logSeqs: await findLogSeqs(trx, dialect, stream, entries),
    postKeys: await findPostKeys(trx, dialect, posts),
    takenBack: await findTakenBack(trx, dialect, posts),
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

async function findPostKeys(
  trx: Transaction<Tables>,
  dialect: Dialect,
  posts: readonly PostEntry[],
): Promise<Set<string>> {
  const found = new Set<string>();
  const groups = Map.groupBy(posts, (post) => `${post.topicId} ${post.source}`);
  for (const group of groups.values()) {
    const { topicId, source } = group[0]!;
    const wanted = group.map(({ extId }) => extId);
    for (const extIds of chunksOf(wanted, dialect)) {
      const rows = await trx.selectFrom("posts").select("ext_id")
        .where("topic_id", "=", topicId).where("source", "=", source)
        .where("ext_id", "in", extIds).execute();
      for (const { ext_id: extId } of rows) {
        found.add(postKey({ topicId, source, extId }));
      }
    }
  }
  return found;
}

/** A deletion may come before its post, for one when two workers store at once. */
async function findTakenBack(
  trx: Transaction<Tables>,
  dialect: Dialect,
  posts: readonly PostEntry[],
): Promise<Set<string>> {
  const found = new Set<string>();
  for (const names of chunksOf(posts.map(postName), dialect)) {
    const rows = await trx.selectFrom("skipped").select("about")
      .where("reason", "=", "delete").where("about", "in", names).execute();
    for (const { about } of rows) if (about !== null) found.add(about);
  }
  return found;
}
