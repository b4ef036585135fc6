import type { Database } from "./connection/database.ts";
import { purgeTopic } from "./purge_topic.ts";
import { readTopics, type StoredTopic } from "./read/topics.ts";
import { retryTransaction } from "./retry_transaction.ts";
import { UnknownTopicError } from "./unknown_topic_error.ts";
import { takeSeqs } from "./write/seqs.ts";

/** Options for {@linkcode removeTopic}. */
export interface RemoveTopicOptions {
  /** Whether its posts and counts go too, also of one that is archived. @default {false} */
  purge?: boolean;
}

/**
 * Archives a topic: nobody tracks or sees it any more, and its posts stay; or
 * purges it. A purge that dies half way goes on when it is called again.
 *
 * @returns The posts that it held.
 * @throws {UnknownTopicError} If there is none of this name.
 */
export async function removeTopic(
  db: Database,
  slug: string,
  { purge = false }: RemoveTopicOptions = {},
): Promise<{ posts: number }> {
  const topic = await archive(db, slug, purge);
  if (purge) return { posts: await purgeTopic(db, topic) };
  const { n } = await db.kysely.selectFrom("posts")
    .select(({ fn }) => fn.countAll<number>().as("n"))
    .where("topic_id", "=", topic.id).executeTakeFirstOrThrow();
  return { posts: Number(n) };
}

async function archive(
  db: Database,
  slug: string,
  mayBeArchived: boolean,
): Promise<StoredTopic> {
  return await retryTransaction(db, async (trx) => {
    await takeSeqs(trx, db.dialect, 0); // one at a time, as it reads before it writes
    const topics = await readTopics(trx, { archived: mayBeArchived });
    const topic = topics.find((one) => one.slug === slug);
    if (!topic) throw new UnknownTopicError(slug);
    if (!topic.archived) {
      await trx.updateTable("topics")
        .set({ active: 0, archived_ms: Date.now() })
        .where("id", "=", topic.id).execute();
    }
    return topic;
  });
}
