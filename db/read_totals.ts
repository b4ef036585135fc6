import type { Kysely } from "kysely";
import type { Totals } from "../domain/live/snapshot.ts";
import type { Tables } from "./connection/tables.ts";

/** Sums over all that was ever stored of a topic. */
export async function readTotals(
  db: Kysely<Tables>,
  topicId: number,
): Promise<Totals> {
  const row = await db.selectFrom("buckets")
    .select(({ fn }) => [
      fn.sum<number | null>("posts").as("posts"),
      fn.sum<number | null>("positive").as("positive"),
      fn.sum<number | null>("negative").as("negative"),
      fn.sum<number | null>("neutral").as("neutral"),
      fn.sum<number | null>("score").as("score"),
    ])
    .where("topic_id", "=", topicId).where("step", "=", 3_600)
    .executeTakeFirstOrThrow();
  return {
    posts: Number(row.posts ?? 0),
    positive: Number(row.positive ?? 0),
    negative: Number(row.negative ?? 0),
    neutral: Number(row.neutral ?? 0),
    score: Number(row.score ?? 0),
  };
}
