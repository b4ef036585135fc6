import { topicColor } from "../domain/topic/topic_color.ts";
import type { TopicSeed } from "../domain/topic/topic.ts";
import type { Database } from "./database.ts";
import { retryTransaction } from "./retry_transaction.ts";
import { takeSeqs } from "./take_seqs.ts";

/**
 * Makes the topics what a list says: those that are new are added, those that
 * are known get the list's query and are active, all others are paused. Their
 * posts stay.
 */
export async function trackTopics(
  db: Database,
  seeds: readonly TopicSeed[],
): Promise<void> {
  await retryTransaction(db, async (trx) => {
    await takeSeqs(trx, db.dialect, 0); // one at a time, as it reads before it writes
    await trx.updateTable("topics").set({ active: 0 }).execute();
    const rows = await trx.selectFrom("topics").select("slug").execute();
    const known = new Set(rows.map(({ slug }) => slug));
    let made = known.size;
    for (const { slug, query } of seeds) {
      if (known.has(slug)) {
        await trx.updateTable("topics").set({ query, active: 1 })
          .where("slug", "=", slug).execute();
        continue;
      }
      const color = topicColor(made++);
      const row = { slug, query, color, active: 1, created_ms: Date.now() };
      await trx.insertInto("topics").values(row).execute();
    }
  });
}
