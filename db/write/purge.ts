import type { Kysely, Transaction } from "kysely";
import {
  BUCKET_STEPS,
  HOUR,
  MINUTE,
  type TimeRange,
} from "../../domain/time/range.ts";
import type { Database } from "../connection/database.ts";
import {
  chunksOf,
  insertRows,
  readMeta,
  writeMeta,
} from "../connection/statements.ts";
import type { Tables } from "../connection/tables.ts";
import { deleteChecks } from "../check/checks.ts";
import { keepLost } from "./rollups.ts";
import { writeAlone } from "../connection/transactions.ts";
import type { StoredTopic } from "../read/topics.ts";
import { dropDay } from "./days.ts";

/** An hour with more posts is deleted by the minute, since writers wait meanwhile. */
const MAX_POSTS = 1_000;

/** Hours that are read at once. */
const PAGE = 500;

type PurgedTopic = Pick<StoredTopic, "id" | "slug">;

/**
 * Deletes an archived topic with its posts and counts, an hour or a minute a
 * transaction: if it dies, what is left is consistent, and the next call resumes.
 * Posts that are stored meanwhile are deleted too.
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
      if (count > MAX_POSTS) posts += await purgeMinutes(db, topic, t);
      posts += await purgeRange(db, topic, { from: t, to: t + HOUR });
    }
    if (hours.length === 0 && await deleteTopic(db, topic)) return posts;
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
    posts += await purgeRange(db, topic, { from: t, to: t + MINUTE });
  }
  return posts;
}

/** Deletes the topic itself; false if posts were stored for it meanwhile. */
async function deleteTopic(
  db: Database,
  { id, slug }: PurgedTopic,
): Promise<boolean> {
  return await writeAlone(db, async (trx) => {
    const bucket = await trx.selectFrom("buckets").select("t")
      .where("topic_id", "=", id).limit(1).executeTakeFirst();
    if (bucket) return false;
    const highest = Math.max(id, await readPurgedTopic(trx));
    await writeMeta(trx, "purged_topic", String(highest));
    await trx.deleteFrom("stale_days").where("topic_id", "=", id).execute();
    await trx.deleteFrom("alerts").where("topic", "=", slug).execute();
    await deleteChecks(trx, id);
    await trx.deleteFrom("rescorings").where("topic_id", "=", id).execute();
    await trx.deleteFrom("topics").where("id", "=", id).execute();
    return true;
  });
}

/** The highest id of a purged topic; 0 if none was purged. */
export async function readPurgedTopic(db: Kysely<Tables>): Promise<number> {
  return Number(await readMeta(db, "purged_topic") ?? 0);
}

/**
 * Deletes a topic's posts of a minute or an hour, by their own time, and
 * subtracts them from the counts. Each message that they came by gets a
 * `skipped` row.
 *
 * @returns The number of posts deleted.
 */
async function purgeRange(
  db: Database,
  topic: PurgedTopic,
  range: TimeRange,
): Promise<number> {
  return await writeAlone(db, async (trx) => {
    const posts = await trx.selectFrom("posts")
      .select(["seq", "stream", "log_seq", "received_ms"])
      .where("topic_id", "=", topic.id)
      .where("created_ms", ">=", range.from * 1_000)
      .where("created_ms", "<", range.to * 1_000).execute();
    for (const seqs of chunksOf(posts.map(({ seq }) => seq), db.dialect)) {
      await trx.deleteFrom("posts").where("seq", "in", seqs).execute();
      await trx.deleteFrom("edits").where("post_seq", "in", seqs).execute();
    }
    const skipped = posts.map(({ stream, log_seq, received_ms }) => ({
      ...{ stream, log_seq, received_ms, head: new Uint8Array(), about: null },
      ...{
        reason: "delete",
        detail: `topic ${topic.slug} was removed`,
      } as const,
    }));
    await insertRows(trx, "skipped", skipped);
    await keepCounts(trx, topic.id, range);
    if (range.to - range.from < HOUR) {
      await subtractFromHour(trx, topic.id, range.from);
    }
    await deleteCounts(trx, topic.id, range);
    await dropDay(trx, topic.id, range.from * 1_000);
    return posts.length;
  });
}

/** Notes what the counts of a minute or an hour lose. */
async function keepCounts(
  trx: Transaction<Tables>,
  topicId: number,
  { from, to }: TimeRange,
): Promise<void> {
  const bucket = await trx.selectFrom("buckets")
    .select(["posts", "positive", "negative"])
    .where("topic_id", "=", topicId).where("step", "=", to - from)
    .where("t", "=", from).executeTakeFirst();
  if (bucket) await keepLost(trx, topicId, bucket);
}

/** Keeps an hour the sum of its minutes while some of them are deleted. */
async function subtractFromHour(
  trx: Transaction<Tables>,
  topicId: number,
  minute: number,
): Promise<void> {
  const hour = { step: HOUR, t: Math.floor(minute / HOUR) * HOUR };
  const bucket = await trx.selectFrom("buckets").selectAll()
    .where("topic_id", "=", topicId).where("step", "=", MINUTE)
    .where("t", "=", minute).executeTakeFirst();
  if (bucket) {
    const { topic_id, step: _step, t: _t, ...counts } = bucket;
    const negated = Object.entries(counts)
      .map(([name, count]) => [name, count === null ? null : -count]);
    const less: typeof counts = Object.fromEntries(negated);
    await insertRows(trx, "buckets", [{ topic_id, ...hour, ...less }], "add");
  }
  const terms = await trx.selectFrom("terms").selectAll()
    .where("topic_id", "=", topicId).where("step", "=", MINUTE)
    .where("t", "=", minute).execute();
  const negated = terms.map((row) => ({ ...row, ...hour, count: -row.count }));
  await insertRows(trx, "terms", negated, "add");
}

async function deleteCounts(
  trx: Transaction<Tables>,
  topicId: number,
  { from, to }: TimeRange,
): Promise<void> {
  const steps = BUCKET_STEPS.filter((step) => step <= to - from);
  for (const table of ["buckets", "terms"] as const) {
    await trx.deleteFrom(table).where("topic_id", "=", topicId)
      .where("step", "in", steps)
      .where("t", ">=", from).where("t", "<", to).execute();
  }
}
