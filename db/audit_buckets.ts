import { type Kysely, sql } from "kysely";
import type { Bucket } from "../domain/series/series.ts";
import type { AuditRange } from "./audit_ranges.ts";
import type { Tables } from "./connection/tables.ts";

const STEPS = [10, 60, 3_600] as const;

/** Differences that a report lists at most. */
const MAX_LISTED = 100;

type Counts = Omit<Bucket, "t"> & { ms: number };

/** A bucket that does not say what its rows say: stored less recounted. */
export interface BucketDifference extends Bucket {
  readonly topicId: number;
  readonly step: number;
}

/**
 * Compares the rollups with a recount from the rows; the first 100 buckets that
 * differ.
 *
 * @param prunedMs Posts written up to then may have been deleted by age: their
 * buckets must hold at least what the rows say.
 */
export async function auditBuckets(
  db: Kysely<Tables>,
  ranges: readonly AuditRange[],
  prunedMs: number | null,
): Promise<BucketDifference[]> {
  const all: BucketDifference[] = [];
  for (const range of ranges) {
    for (const step of STEPS) {
      all.push(...await compare(db, range, step, prunedMs));
    }
    if (all.length >= MAX_LISTED) break;
  }
  return all.slice(0, MAX_LISTED);
}

/** Stored counts and recounted ones with their sign turned: where all is well the sums are zero. */
async function compare(
  db: Kysely<Tables>,
  { topicId, from, to }: AuditRange,
  step: number,
  prunedMs: number | null,
): Promise<BucketDifference[]> {
  const ms = sql.lit(step * 1_000);
  const start = sql`created_ms - ((created_ms % ${ms}) + ${ms}) % ${ms}`;
  const whole = sql.lit(prunedMs ?? Number.MIN_SAFE_INTEGER);
  const { rows } = await sql<Counts>`
    select ms, sum(n) as posts, sum(pos) as positive, sum(neg) as negative,
      sum(neu) as neutral, sum(points) as score,
      case when max(unknown) = 0 then sum(sq) end as squares
    from (
      select t * 1000 as ms, posts as n, positive as pos, negative as neg,
        neutral as neu, score as points, squares as sq,
        case when squares is null then 1 else 0 end as unknown
        from buckets where topic_id = ${topicId} and step = ${sql.lit(step)}
        and t >= ${from} and t < ${to}
      union all
      select ${start}, -count(*), -sum(case when score > 0 then 1 else 0 end),
        -sum(case when score < 0 then 1 else 0 end),
        -sum(case when score = 0 then 1 else 0 end), -sum(score),
        -sum(score * score), 0
        from posts where topic_id = ${topicId}
        and created_ms >= ${from * 1_000} and created_ms < ${to * 1_000}
        group by ${start}
    ) as both_sides
    group by ms
    having sum(n) < 0 or sum(pos) < 0 or sum(neg) < 0 or sum(neu) < 0
      or (max(unknown) = 0 and sum(sq) < 0)
      or (ms > ${whole} and (sum(n) <> 0 or sum(pos) <> 0 or sum(neg) <> 0
      or sum(neu) <> 0 or sum(points) <> 0
      or (max(unknown) = 0 and sum(sq) <> 0)))
    order by ms limit ${sql.lit(MAX_LISTED)}`.execute(db);
  return rows.map((row) => ({
    topicId,
    step,
    t: Number(row.ms) / 1_000,
    posts: Number(row.posts),
    positive: Number(row.positive),
    negative: Number(row.negative),
    neutral: Number(row.neutral),
    score: Number(row.score),
    squares: row.squares === null ? null : Number(row.squares),
  }));
}
