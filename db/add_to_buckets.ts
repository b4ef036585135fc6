import type { Insertable, Transaction } from "kysely";
import type { PostEntry } from "../domain/pipeline/log_entry.ts";
import { sentimentOf } from "../domain/post/post.ts";
import { addBucketRows } from "./add_bucket_rows.ts";
import type { Dialect } from "./connection/database.ts";
import type { Tables } from "./connection/tables.ts";

/** Seconds that a bucket spans. */
const BUCKET_STEPS = [10, 60, 3_600] as const;

type BucketRow = Insertable<Tables["buckets"]> & { squares: number };

/** Adds posts to the counts of the buckets that they fall into by their own time. */
export async function addToBuckets(
  trx: Transaction<Tables>,
  dialect: Dialect,
  posts: readonly PostEntry[],
): Promise<void> {
  await addBucketRows(trx, dialect, countByBucket(posts));
}

/** Rows in the order of their key, so that two writers lock them in one order. */
function countByBucket(posts: readonly PostEntry[]): BucketRow[] {
  const rows = new Map<string, BucketRow>();
  for (const post of posts) {
    const sentiment = sentimentOf(post.score);
    for (const step of BUCKET_STEPS) {
      const t = Math.floor(post.createdMs / 1_000 / step) * step;
      const key = `${post.topicId} ${step} ${t}`;
      const row = rows.get(key) ?? emptyRow(post.topicId, step, t);
      row.posts++;
      row[sentiment]++;
      row.score += post.score;
      row.squares += post.score ** 2;
      rows.set(key, row);
    }
  }
  return [...rows.values()].sort((a, b) =>
    a.topic_id - b.topic_id || a.step - b.step || a.t - b.t
  );
}

function emptyRow(topic_id: number, step: number, t: number): BucketRow {
  return {
    topic_id,
    step,
    t,
    posts: 0,
    positive: 0,
    negative: 0,
    neutral: 0,
    score: 0,
    squares: 0,
  };
}
