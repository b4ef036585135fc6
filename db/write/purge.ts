import type { Selectable, Transaction } from "kysely";
import { addBucketRows } from "../add_bucket_rows.ts";
import { addTermRows } from "../add_term_rows.ts";
import type { Database } from "../connection/database.ts";
import { chunksOf } from "../connection/statements.ts";
import type { Tables } from "../connection/tables.ts";
import { insertSkipped } from "../insert_skipped.ts";
import type { StoredTopic } from "../read/topics.ts";
import { retryTransaction } from "../retry_transaction.ts";
import { takeSeqs } from "./seqs.ts";

const [MINUTE, HOUR] = [60, 3_600];

/** A minute or an hour, in seconds since the epoch; `to` does not belong to it. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

type PurgedTopic = Pick<StoredTopic, "id" | "slug">;

type PurgedPost = Pick<
  Selectable<Tables["posts"]>,
  "seq" | "stream" | "log_seq" | "received_ms"
>;

/**
 * Deletes a topic's posts of a minute or an hour of their own time, and takes
 * them off the counts. Each message that they came by gets a `skipped` row.
 *
 * @returns The number of posts deleted.
 */
export async function purgeStretch(
  db: Database,
  topic: PurgedTopic,
  stretch: Stretch,
): Promise<number> {
  return await retryTransaction(db, async (trx) => {
    const { dialect } = db;
    await takeSeqs(trx, dialect, 0); // nobody stores meanwhile
    const posts = await trx.selectFrom("posts")
      .select(["seq", "stream", "log_seq", "received_ms"])
      .where("topic_id", "=", topic.id)
      .where("created_ms", ">=", stretch.from * 1_000)
      .where("created_ms", "<", stretch.to * 1_000).execute();
    for (const seqs of chunksOf(posts.map(({ seq }) => seq), dialect)) {
      await trx.deleteFrom("posts").where("seq", "in", seqs).execute();
      await trx.deleteFrom("edits").where("post_seq", "in", seqs).execute();
    }
    await account(trx, dialect, posts, `topic ${topic.slug} was removed`);
    if (stretch.to - stretch.from < HOUR) {
      await takeOffHour(trx, dialect, topic.id, stretch.from);
    }
    await deleteCounts(trx, topic.id, stretch);
    return posts.length;
  });
}

async function account(
  trx: Transaction<Tables>,
  dialect: Database["dialect"],
  posts: readonly PurgedPost[],
  detail: string,
): Promise<void> {
  for (const [stream, rows] of Map.groupBy(posts, (post) => post.stream)) {
    const skips = rows.map(({ log_seq, received_ms }) => ({
      logSeq: log_seq,
      reason: "delete" as const,
      detail,
      head: new Uint8Array(),
      receivedMs: received_ms,
      checkpoint: null,
      about: null,
    }));
    await insertSkipped(trx, dialect, stream, skips);
  }
}

/** An hour holds what its minutes hold, also while some of them are gone. */
async function takeOffHour(
  trx: Transaction<Tables>,
  dialect: Database["dialect"],
  topicId: number,
  minute: number,
): Promise<void> {
  const hour = { step: HOUR, t: Math.floor(minute / HOUR) * HOUR };
  const bucket = await trx.selectFrom("buckets").selectAll()
    .where("topic_id", "=", topicId).where("step", "=", MINUTE)
    .where("t", "=", minute).executeTakeFirst();
  if (bucket) {
    const { posts, positive, negative, neutral, score, squares } = bucket;
    await addBucketRows(trx, dialect, [{
      topic_id: topicId,
      ...hour,
      posts: -posts,
      positive: -positive,
      negative: -negative,
      neutral: -neutral,
      score: -score,
      squares: squares === null ? null : -squares,
    }]);
  }
  const terms = await trx.selectFrom("terms").selectAll()
    .where("topic_id", "=", topicId).where("step", "=", MINUTE)
    .where("t", "=", minute).execute();
  const less = terms.map((row) => ({ ...row, ...hour, count: -row.count }));
  await addTermRows(trx, dialect, less);
}

async function deleteCounts(
  trx: Transaction<Tables>,
  topicId: number,
  { from, to }: Stretch,
): Promise<void> {
  const steps = [10, MINUTE, HOUR].filter((step) => step <= to - from);
  for (const table of ["buckets", "terms"] as const) {
    await trx.deleteFrom(table).where("topic_id", "=", topicId)
      .where("step", "in", steps)
      .where("t", ">=", from).where("t", "<", to).execute();
  }
}
