import type { Topic } from "../domain/topic/topic.ts";
import type { Database } from "./connection/database.ts";
import type { StoredTopic } from "./read/topics.ts";
import { readTopic } from "./read_topic.ts";
import { retryTransaction } from "./retry_transaction.ts";
import { takeSeqs } from "./write/seqs.ts";

/** What becomes different of a topic. */
export type TopicChanges = Partial<Pick<Topic, "query" | "color" | "active">>;

/**
 * Changes a topic. Posts that are stored stay as they were scored.
 *
 * @throws {UnknownTopicError} If there is none of this name, or it is archived.
 */
export async function changeTopic(
  db: Database,
  slug: string,
  { query, color, active }: TopicChanges,
): Promise<StoredTopic> {
  return await retryTransaction(db, async (trx) => {
    await takeSeqs(trx, db.dialect, 0); // one at a time, as it reads before it writes
    const before = await readTopic(trx, slug);
    await trx.updateTable("topics").set({
      query: query ?? before.query,
      color: color ?? before.color,
      active: Number(active ?? before.active),
    }).where("id", "=", before.id).execute();
    return await readTopic(trx, slug);
  });
}
