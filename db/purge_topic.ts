import type { Database } from "./connection/database.ts";
import type { StoredTopic } from "./read/topics.ts";
import { readPurgedTopic } from "./read_purged_topic.ts";
import { retryTransaction } from "./retry_transaction.ts";
import { purgeStretch } from "./write/purge.ts";
import { takeSeqs } from "./write/seqs.ts";
import { writeMeta } from "./write_meta.ts";

const [MINUTE, HOUR] = [60, 3_600];

/** Posts that go at once, if their time can be parted so; writers wait meanwhile. */
const POSTS = 1_000;

/** Hours that are listed at once. */
const PAGE = 500;

type PurgedTopic = Pick<StoredTopic, "id" | "slug">;

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
