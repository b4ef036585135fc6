import { topicColor } from "../domain/topic_color.ts";
import type { TopicSeed } from "../domain/topic.ts";
import type { Database } from "./database.ts";

/**
 * Adds the topics that the database does not have yet; those that it has keep
 * what they are.
 *
 * @returns The slugs that were added.
 */
export async function seedTopics(
  db: Database,
  seeds: readonly TopicSeed[],
): Promise<string[]> {
  return await db.kysely.transaction().execute(async (trx) => {
    const rows = await trx.selectFrom("topics").select("slug").execute();
    const stored = new Set(rows.map(({ slug }) => slug));
    const added = seeds.filter(({ slug }) => !stored.has(slug));
    for (const [i, { slug, query }] of added.entries()) {
      await trx.insertInto("topics").values({
        slug,
        query,
        color: topicColor(stored.size + i),
        active: 1,
        created_ms: Date.now(),
      }).execute();
    }
    return added.map(({ slug }) => slug);
  });
}
