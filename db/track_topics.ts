import type { TopicSeed } from "../domain/topic/topic.ts";
import type { Database } from "./database.ts";
import { insertTopics } from "./insert_topics.ts";
import { retryTransaction } from "./retry_transaction.ts";
import { takeSeqs } from "./take_seqs.ts";

/**
 * Makes the topics what a list says: those that are new are added, those that
 * are known, archived or not, get the list's query and are active, all others
 * are paused. Their posts stay.
 */
export async function trackTopics(
  db: Database,
  seeds: readonly TopicSeed[],
): Promise<void> {
  await retryTransaction(db, async (trx) => {
    await takeSeqs(trx, db.dialect, 0); // one at a time, as it reads before it writes
    await trx.updateTable("topics").set({ active: 0 }).execute();
    for (const { slug, query } of seeds) {
      await trx.updateTable("topics").set({
        query,
        active: 1,
        archived_ms: null,
      })
        .where("slug", "=", slug).execute();
    }
    await insertTopics(trx, seeds, { active: true });
  });
}
