import type { Kysely, Selectable, Transaction } from "kysely";
import type { Database } from "../connection/database.ts";
import {
  chunksOf,
  retryTransaction,
  writeMeta,
} from "../connection/statements.ts";
import type { Tables } from "../connection/tables.ts";
import type { StoredTopic } from "../read/topics.ts";
import { addBucketRows, addTermRows } from "./rollups.ts";
import { takeSeqs } from "./seqs.ts";
import { insertSkipped } from "./store_batch.ts";

/** Posts that go at once, if their time can be parted so; writers wait meanwhile. */
const POSTS = 1_000;

/** Hours that are listed at once. */
const PAGE = 500;

/**
 * Deletes an archived topic with its posts and counts, an hour or a minute a
 * transaction: whenever it dies, all that is left is right, and the next call
 * goes on. What comes for it meanwhile goes too.
 *
 * @returns The number of posts deleted.
 */
export async function purgeTopic(
  db: Database,
  topic: PurgedTopic,
): Promise<number> {
  let posts = 0;
  while (true) {
    const hours = await readHours(db, topic);
    for (const { t, posts: count } of hours) {
      if (count > POSTS) posts += await purgeMinutes(db, topic, t);
      posts += await purgeStretch(db, topic, { from: t, to: t + HOUR });
    }
    if (hours.length === 0 && await forget(db, topic)) return posts;
  }
}

async function readHours(
  { kysely }: Database,
  { id }: PurgedTopic,
): Promise<{ t: number; posts: number }[]> {
  return await kysely.selectFrom("buckets").select(["t", "posts"])
    .where("topic_id", "=", id).where("step", "=", HOUR)
    .orderBy("t").limit(PAGE).execute();
}

async function purgeMinutes(
  db: Database,
  topic: PurgedTopic,
  hour: number,
): Promise<number> {
  const minutes = await db.kysely.selectFrom("buckets").select("t")
    .where("topic_id", "=", topic.id).where("step", "=", MINUTE)
    .where("t", ">=", hour).where("t", "<", hour + HOUR)
    .orderBy("t").execute();
  let posts = 0;
  for (const { t } of minutes) {
    posts += await purgeStretch(db, topic, { from: t, to: t + MINUTE });
  }
  return posts;
}

/** Deletes the topic itself; false if something came for it meanwhile. */
async function forget(
  db: Database,
  { id }: PurgedTopic,
): Promise<boolean> {
  return await retryTransaction(db, async (trx) => {
    await takeSeqs(trx, db.dialect, 0); // nobody stores meanwhile
    const bucket = await trx.selectFrom("buckets").select("t")
      .where("topic_id", "=", id).limit(1).executeTakeFirst();
    if (bucket) return false;
    const highest = Math.max(id, await readPurgedTopic(trx));
    await writeMeta(trx, db.dialect, "purged_topic", String(highest));
    await trx.deleteFrom("topics").where("id", "=", id).execute();
    return true;
  });
}

/** The highest number of a topic that was purged; 0 if none was. */
export async function readPurgedTopic(db: Kysely<Tables>): Promise<number> {
  const row = await db.selectFrom("meta").select("value")
    .where("name", "=", "purged_topic").executeTakeFirst();
  return Number(row?.value ?? 0);
}

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
async function purgeStretch(
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
