import type { Transaction } from "kysely";
import type { Entry, PostEntry } from "../domain/entry.ts";
import type { Tables } from "./tables.ts";

/** What of a batch is stored already. */
export interface Known {
  /** Positions in the log that have a row. */
  readonly logSeqs: ReadonlySet<number>;
  /** Posts that have a row, by {@linkcode postKey}. */
  readonly postKeys: ReadonlySet<string>;
}

/** What makes a post one post: the same of the same source, once a topic. */
export function postKey(
  post: Pick<PostEntry, "topicId" | "source" | "extId">,
): string {
  return `${post.topicId} ${post.source} ${post.extId}`;
}

/** Looks up which entries of a batch are stored already. */
export async function findKnown(
  trx: Transaction<Tables>,
  stream: number,
  entries: readonly Entry[],
): Promise<Known> {
  const wanted = entries.map(({ logSeq }) => logSeq);
  const inLog = (table: "posts" | "skipped") =>
    trx.selectFrom(table).select("log_seq")
      .where("stream", "=", stream).where("log_seq", "in", wanted);
  const seen = await inLog("posts").unionAll(inLog("skipped")).execute();

  const postKeys = new Set<string>();
  for (const [{ topicId, source }, ids] of groupByTopicAndSource(entries)) {
    const rows = await trx.selectFrom("posts").select("ext_id")
      .where("topic_id", "=", topicId).where("source", "=", source)
      .where("ext_id", "in", ids).execute();
    for (const { ext_id } of rows) {
      postKeys.add(postKey({ topicId, source, extId: ext_id }));
    }
  }
  return { logSeqs: new Set(seen.map((row) => row.log_seq)), postKeys };
}

function groupByTopicAndSource(
  entries: readonly Entry[],
): [PostEntry, string[]][] {
  const groups = new Map<string, [PostEntry, string[]]>();
  for (const entry of entries) {
    if (entry.kind !== "post") continue;
    const key = `${entry.topicId} ${entry.source}`;
    const group = groups.get(key);
    if (group) group[1].push(entry.extId);
    else groups.set(key, [entry, [entry.extId]]);
  }
  return [...groups.values()];
}
