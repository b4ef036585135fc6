import { type Kysely, sql } from "kysely";
import type { Bucket } from "../domain/series/series.ts";
import type { Tables } from "./connection/tables.ts";
import { startOfStep } from "./start_of_step.ts";

/** Which buckets of a topic to read. */
export interface BucketRange {
  readonly topicId: number;
  /** Seconds that an answered bucket spans: a multiple of 10. */
  readonly step: number;
  /** Seconds since the epoch, multiples of `step`; `to` does not belong to it. */
  readonly from: number;
  readonly to: number;
}

/** Null where one of the parts holds posts whose scores were not squared. */
const KNOWN_SQUARES = sql<number | null>`case when
  sum(case when squares is null and posts <> 0 then 1 else 0 end) = 0
  then coalesce(sum(squares), 0) end`;

/** Counts in the order of time. Quiet buckets have no row. */
export async function readBuckets(
  db: Kysely<Tables>,
  range: BucketRange,
): Promise<Bucket[]> {
  const { topicId, step, from, to } = range;
  const stored = [3_600, 60, 10].find((size) => step % size === 0)!;
  return await db.selectFrom("buckets")
    .select(({ fn }) => [
      startOfStep("t", step).as("t"),
      fn.sum<number>("posts").as("posts"),
      fn.sum<number>("positive").as("positive"),
      fn.sum<number>("negative").as("negative"),
      fn.sum<number>("neutral").as("neutral"),
      fn.sum<number>("score").as("score"),
      KNOWN_SQUARES.as("squares"),
    ])
    .where("topic_id", "=", topicId).where("step", "=", stored)
    .where("t", ">=", from).where("t", "<", to)
    .groupBy(sql`1`).orderBy(sql`1`).execute();
}
