import type { Kysely } from "kysely";
import type { Tables } from "./connection/tables.ts";

/**
 * The stretch of time that a topic's posts span by their own times, in seconds
 * since the epoch and whole hours; null before the first post.
 */
export async function readExtent(
  db: Kysely<Tables>,
  topicId: number,
): Promise<{ from: number; to: number } | null> {
  const { first, last } = await db.selectFrom("buckets")
    .select(({ fn }) => [
      fn.min<number | null>("t").as("first"),
      fn.max<number | null>("t").as("last"),
    ])
    .where("topic_id", "=", topicId).where("step", "=", 3_600)
    .executeTakeFirstOrThrow();
  return first === null || last === null
    ? null
    : { from: first, to: last + 3_600 };
}
