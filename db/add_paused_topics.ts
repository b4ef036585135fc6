import type { Database } from "./connection/database.ts";
import { insertTopics } from "./insert_topics.ts";
import { retryTransaction } from "./retry_transaction.ts";
import { takeSeqs } from "./write/seqs.ts";

/**
 * Adds topics of which only the name is known, as they are in the log. They
 * are paused: nobody asked to track them any more.
 */
export async function addPausedTopics(
  db: Database,
  slugs: readonly string[],
): Promise<void> {
  await retryTransaction(db, async (trx) => {
    await takeSeqs(trx, db.dialect, 0); // one at a time, as it reads before it writes
    const seeds = slugs.map((slug) => ({ slug, query: slug }));
    await insertTopics(trx, seeds, { active: false });
  });
}
