import { topicColor } from "../domain/topic/topic_color.ts";
import type { Database } from "./database.ts";
import { retryTransaction } from "./retry_transaction.ts";
import { takeSeqs } from "./take_seqs.ts";

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
    const rows = await trx.selectFrom("topics").select("slug").execute();
    const known = new Set(rows.map(({ slug }) => slug));
    let made = known.size;
    for (const slug of slugs.filter((slug) => !known.has(slug))) {
      const color = topicColor(made++);
      const row = {
        slug,
        query: slug,
        color,
        active: 0,
        created_ms: Date.now(),
      };
      await trx.insertInto("topics").values(row).execute();
    }
  });
}
