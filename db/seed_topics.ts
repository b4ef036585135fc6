import type { TopicSeed } from "../domain/topic/topic.ts";
import type { Database } from "./connection/database.ts";
import { insertTopics } from "./insert_topics.ts";
import { readPurgedTopic } from "./read_purged_topic.ts";
import { readTopicIds } from "./read_topic_ids.ts";
import { retryTransaction } from "./retry_transaction.ts";
import { takeSeqs } from "./write/seqs.ts";

/**
 * Makes the first topics of a database. Where there ever was one, nothing
 * changes.
 *
 * @returns Whether it made them.
 */
export async function seedTopics(
  db: Database,
  seeds: readonly TopicSeed[],
): Promise<boolean> {
  return await retryTransaction(db, async (trx) => {
    await takeSeqs(trx, db.dialect, 0); // one at a time, as it reads before it writes
    const hadAny = (await readTopicIds(trx)).length > 0 ||
      await readPurgedTopic(trx) > 0;
    if (!hadAny) await insertTopics(trx, seeds, { active: true });
    return !hadAny;
  });
}
