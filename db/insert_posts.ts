import type { Transaction } from "kysely";
import type { PostEntry } from "../domain/pipeline/log_entry.ts";
import type { Dialect } from "./connection/database.ts";
import { chunksOf } from "./connection/statements.ts";
import type { Tables } from "./connection/tables.ts";
import { toJson } from "./to_json.ts";

/** Inserts posts that are not stored yet, each with its `seq`. */
export async function insertPosts(
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
