import type { Transaction } from "kysely";
import { freeColor } from "../../domain/topic/free_color.ts";
import type { Topic, TopicSeed } from "../../domain/topic/topic.ts";
import { MAX_TOPICS } from "../../domain/topic/track.ts";
import type { Database } from "../connection/database.ts";
import type { Tables } from "../connection/tables.ts";
import { insertTopics } from "../insert_topics.ts";
import { readTopics, type StoredTopic } from "../read/topics.ts";
import { readTopic } from "../read_topic.ts";
import { retryTransaction } from "../retry_transaction.ts";
import { TooManyTopicsError } from "../too_many_topics_error.ts";
import { TopicExistsError } from "../topic_exists_error.ts";
import { takeSeqs } from "./seqs.ts";

/** A topic that is to be made; without a color it gets one that no other has. */
type NewTopic = TopicSeed & Partial<Pick<Topic, "color">>;

/**
 * Adds an active topic. One that is archived comes back with its posts and the
 * new query.
 *
 * @throws {TopicExistsError} If there is one of this name.
 * @throws {TooManyTopicsError} If there are as many as there may be.
 */
export async function addTopic(
  db: Database,
  topic: NewTopic,
): Promise<StoredTopic> {
  return await retryTransaction(db, async (trx) => {
    await takeSeqs(trx, db.dialect, 0); // one at a time, as it reads before it writes
    const all = await readTopics(trx, { archived: true });
    const current = all.filter(({ archived }) => !archived);
    const known = all.find(({ slug }) => slug === topic.slug);
    if (known && !known.archived) throw new TopicExistsError(topic.slug);
    if (current.length >= MAX_TOPICS) throw new TooManyTopicsError(topic.slug);
    if (known) await bringBack(trx, known, topic, current);
    else await insertTopics(trx, [topic], { active: true });
    return await readTopic(trx, topic.slug);
  });
}

async function bringBack(
  trx: Transaction<Tables>,
  known: StoredTopic,
  { query, color }: NewTopic,
  current: readonly StoredTopic[],
): Promise<void> {
  const inUse = current.map((topic) => topic.color);
  const own = inUse.includes(known.color) ? freeColor(inUse) : known.color;
  await trx.updateTable("topics")
    .set({ query, color: color ?? own, active: 1, archived_ms: null })
    .where("id", "=", known.id).execute();
}
