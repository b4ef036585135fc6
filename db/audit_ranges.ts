import type { Kysely } from "kysely";
import type { Tables } from "./connection/tables.ts";

/** Posts that one statement looks at: few enough that it sorts them in memory. */
const POSTS = 4_000;

/** Before and after all times that a post can have, in seconds. */
const [BEGIN, END] = [-9e12, 9e12];

/** A stretch of a topic's time, in seconds and whole hours: `from` belongs to it, `to` does not. */
export interface AuditRange {
  readonly topicId: number;
  readonly from: number;
  readonly to: number;
}

/** Parts all that is stored by topic and time, without gaps, so that each part takes about as long. */
export async function auditRanges(db: Kysely<Tables>): Promise<AuditRange[]> {
  const hours = await db.selectFrom("buckets")
    .select(["topic_id", "t", "posts"]).where("step", "=", 3_600)
    .orderBy("topic_id").orderBy("t").execute();
  const byTopic = Map.groupBy(hours, (hour) => hour.topic_id);
  const ranges: AuditRange[] = [];
  for (const topicId of await readTopicIds(db)) {
    let [from, posts] = [BEGIN, 0];
    for (const hour of byTopic.get(topicId) ?? []) {
      if (posts + hour.posts > POSTS && hour.t > from) {
        ranges.push({ topicId, from, to: hour.t });
        [from, posts] = [hour.t, 0];
      }
      posts += hour.posts;
    }
    ranges.push({ topicId, from, to: END });
  }
  return ranges;
}

/** Of all that rows are about, whether there is such a topic or not. */
async function readTopicIds(db: Kysely<Tables>): Promise<number[]> {
  const ids = new Set<number>();
  for (const table of ["posts", "buckets", "terms"] as const) {
    const rows = await db.selectFrom(table).select("topic_id").distinct()
      .execute();
    for (const { topic_id } of rows) ids.add(topic_id);
  }
  return [...ids].sort((a, b) => a - b);
}
