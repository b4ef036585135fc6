import type { Kysely } from "kysely";
import type { Tables } from "./connection/tables.ts";
import { ofTopics } from "./of_topics.ts";
import { readTopicIds } from "./read_topic_ids.ts";

/** Places of the index that one statement looks at: a server gives up planning if there are many. */
const PLACES = 10_000;

/** Those of some ids that a post of a source has in any topic. */
export async function findStoredIds(
  db: Kysely<Tables>,
  source: string,
  ids: readonly string[],
): Promise<Set<string>> {
  const found = new Set<string>();
  const topicIds = await readTopicIds(db);
  const size = Math.max(1, Math.floor(PLACES / (topicIds.length + 1)));
  for (let from = 0; from < ids.length; from += size) {
    const rows = await db.selectFrom("posts").select("ext_id").distinct()
      .where(ofTopics(topicIds)).where("source", "=", source)
      .where("ext_id", "in", ids.slice(from, from + size)).execute();
    for (const { ext_id } of rows) found.add(ext_id);
  }
  return found;
}
