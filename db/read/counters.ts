import type { Kysely } from "kysely";
import type { Tables } from "../connection/tables.ts";
import { readTotals } from "./series.ts";
import { readTopics } from "./topics.ts";

/** What was ever counted of a topic. */
export interface TopicCounters {
  readonly topic: string;
  /** These never go down, whatever is purged or edited. */
  readonly posts: number;
  readonly positive: number;
  readonly negative: number;
  /** Sum of the scores of what is stored; it may go down. */
  readonly score: number;
  /** The newest time of a stored post, in seconds since the epoch; null without posts. */
  readonly lastPost: number | null;
}

/** Counters of the oldest topics. @param limit How many. */
export async function readCounters(
  db: Kysely<Tables>,
  limit: number,
): Promise<TopicCounters[]> {
  const topics = (await readTopics(db)).slice(0, limit);
  const lost = new Map(
    (await db.selectFrom("lost_counts").selectAll().execute())
      .map((row) => [row.slug, row]),
  );
  const counters: TopicCounters[] = [];
  for (const { id, slug } of topics) {
    const { posts, positive, negative, score } = await readTotals(db, id);
    const less = lost.get(slug) ?? { posts: 0, positive: 0, negative: 0 };
    const last = await db.selectFrom("posts").select("created_ms")
      .where("topic_id", "=", id).orderBy("created_ms", "desc").limit(1)
      .executeTakeFirst();
    counters.push({
      topic: slug,
      posts: posts + less.posts,
      positive: positive + less.positive,
      negative: negative + less.negative,
      score,
      lastPost: last ? last.created_ms / 1_000 : null,
    });
  }
  return counters;
}
