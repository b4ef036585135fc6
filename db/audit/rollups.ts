import { type Kysely, sql } from "kysely";
import { SOURCE_KIND } from "../../domain/post/term.ts";
import type { Bucket } from "../../domain/series/series.ts";
import type { Tables } from "../connection/tables.ts";

const HOUR = sql.lit(3_600);

/** A count of a term that does not fit the others. */
export interface TermDifference {
  readonly topicId: number;
  /** Start of the hour. */
  readonly t: number;
  readonly kind: string;
  /** Null: all terms of the kind together. */
  readonly term: string | null;
  readonly rule: "hour = its minutes" | "languages = posts" | "sources = posts";
}

/**
 * Checks the counts of terms against each other and against the buckets: an
 * hour holds what its minutes hold, and each post has one language and one
 * source. What a post's text gave cannot be recounted once its author has
 * deleted it.
 */
export async function auditTerms(
  db: Kysely<Tables>,
  ranges: readonly AuditRange[],
): Promise<TermDifference[]> {
  const all: TermDifference[] = [];
  for (const range of ranges) {
    all.push(...await compareHours(db, range));
    all.push(...await compareLanguages(db, range));
    all.push(...await compareSources(db, range));
    if (all.length >= MAX_LISTED) break;
  }
  return all.slice(0, MAX_LISTED);
}

async function compareHours(
  db: Kysely<Tables>,
  { topicId, from, to }: AuditRange,
): Promise<TermDifference[]> {
  const { rows } = await sql<{ hour: number; kind: string; term: string }>`
    select hour, kind, term from (
      select t as hour, kind, term, count as n from terms
        where topic_id = ${topicId} and step = ${HOUR}
        and t >= ${from} and t < ${to}
      union all
      select t - ((t % ${HOUR}) + ${HOUR}) % ${HOUR}, kind, term, -count
        from terms where topic_id = ${topicId} and step = 60
        and t >= ${from} and t < ${to}
    ) as both_sides
    group by hour, kind, term having sum(n) <> 0
    order by hour, kind, term limit ${sql.lit(MAX_LISTED)}`.execute(db);
  return rows.map(({ hour, kind, term }) => ({
    topicId,
    t: Number(hour),
    kind,
    term,
    rule: "hour = its minutes",
  }));
}

async function compareLanguages(
  db: Kysely<Tables>,
  { topicId, from, to }: AuditRange,
): Promise<TermDifference[]> {
  const { rows } = await sql<{ t: number }>`
    select t from (
      select t, posts as n from buckets
        where topic_id = ${topicId} and step = ${HOUR}
        and t >= ${from} and t < ${to}
      union all
      select t, -count from terms
        where topic_id = ${topicId} and step = ${HOUR} and kind = 'lang'
        and t >= ${from} and t < ${to}
    ) as both_sides
    group by t having sum(n) <> 0
    order by t limit ${sql.lit(MAX_LISTED)}`.execute(db);
  return rows.map(({ t }) => ({
    topicId,
    t: Number(t),
    kind: "lang",
    term: null,
    rule: "languages = posts",
  }));
}

/** Hours whose squares are not known were counted before sources were: they may hold fewer. */
async function compareSources(
  db: Kysely<Tables>,
  { topicId, from, to }: AuditRange,
): Promise<TermDifference[]> {
  const { rows } = await sql<{ t: number }>`
    select t from (
      select t, posts as n, case when squares is null then 1 else 0 end as older
        from buckets where topic_id = ${topicId} and step = ${HOUR}
        and t >= ${from} and t < ${to}
      union all
      select t, -count, 0 from terms
        where topic_id = ${topicId} and step = ${HOUR} and kind = ${SOURCE_KIND}
        and t >= ${from} and t < ${to}
    ) as both_sides
    group by t having sum(n) < 0 or (sum(n) > 0 and max(older) = 0)
    order by t limit ${sql.lit(MAX_LISTED)}`.execute(db);
  return rows.map(({ t }) => ({
    topicId,
    t: Number(t),
    kind: SOURCE_KIND,
    term: null,
    rule: "sources = posts",
  }));
}

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

/** Posts that one statement looks at: few enough that it sorts them in memory. */
const POSTS = 4_000;

/** Before and after all times that a post can have, in seconds. */
const [BEGIN, END] = [-9e12, 9e12];

/** A stretch of a topic's time, in seconds and whole hours: `from` belongs to it, `to` does not. */
interface AuditRange {
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
