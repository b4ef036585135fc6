import type { Kysely } from "kysely";
import type { TopicSummary } from "../domain/topic/topic.ts";
import type { Tables } from "./connection/tables.ts";
import { readTopics } from "./read/topics.ts";
import { readTotals } from "./read_totals.ts";

/** Topics that are not archived with what is stored of them, in the order in which they were made. */
export async function listTopics(
  db: Kysely<Tables>,
): Promise<TopicSummary[]> {
  const topics = await readTopics(db);
  return await Promise.all(
    topics.map(async ({ id, slug, query, color, active }) => {
      const last = await db.selectFrom("posts").select("created_ms")
        .where("topic_id", "=", id).orderBy("created_ms", "desc").limit(1)
        .executeTakeFirst();
      return {
        slug,
        query,
        color,
        active,
        posts: (await readTotals(db, id)).posts,
        lastPostAt: last ? new Date(last.created_ms).toISOString() : null,
      };
    }),
  );
}
