import type { Transaction } from "kysely";
import { topicColor } from "../domain/topic/topic_color.ts";
import type { TopicSeed } from "../domain/topic/topic.ts";
import type { Tables } from "./tables.ts";

/**
 * Inserts the topics that are not there yet, active or paused, each with the
 * next color; the others stay as they are.
 */
export async function insertTopics(
  trx: Transaction<Tables>,
  seeds: readonly TopicSeed[],
  { active }: { active: boolean },
): Promise<void> {
  const rows = await trx.selectFrom("topics").select("slug").execute();
  const known = new Set(rows.map(({ slug }) => slug));
  let made = known.size;
  for (const { slug, query } of seeds) {
    if (known.has(slug)) continue;
    await trx.insertInto("topics").values({
      slug,
      query,
      color: topicColor(made++),
      active: Number(active),
      created_ms: Date.now(),
    }).execute();
  }
}
