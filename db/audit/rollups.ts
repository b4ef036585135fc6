import { type Kysely, type RawBuilder, sql } from "kysely";
import { SOURCE_KIND } from "../../domain/post/post.ts";
import {
  BUCKET_STEPS,
  HOUR,
  MINUTE,
  type TimeRange,
} from "../../domain/time/range.ts";
import {
  BUCKET_SUMS,
  type BucketCounts,
  POST_SUMS,
} from "../connection/scores.ts";
import { startOfStep } from "../connection/statements.ts";
import type { Tables } from "../connection/tables.ts";

/** Differences that a report lists at most. */
export const MAX_LISTED = 100;

/** A bucket that differs from its rows: stored minus recounted. */
export interface BucketDifference extends Omit<BucketCounts, "squares"> {
  readonly topicId: number;
  readonly step: number;
  readonly t: number;
  /** Null if some are not known. */
  readonly squares: number | null;
}

/** A count of a term that contradicts the others. */
export interface TermDifference {
  readonly topicId: number;
  /** Start of the hour, or of the day. */
  readonly t: number;
  readonly kind: string;
  /** Null: all terms of the kind together. */
  readonly term: string | null;
  readonly rule:
    | "hour = its minutes"
    | "day = its hours"
    | "languages = posts"
    | "sources = posts";
}

/** Kinds of terms that each post has once. */
const ONE_PER_POST = [
  ["lang", "languages = posts"],
  [SOURCE_KIND, "sources = posts"],
] as const;

/**
 * Compares the buckets with a recount of the rows, and the counts of terms with
 * each other and with the buckets: an hour is the sum of its minutes, and each
 * post has one language and one source. The terms of a text cannot be recounted
 * once its author has deleted it. Lists the first 100 of each.
 *
 * @param prunedMs Posts up to this time may have been pruned: their buckets must
 * hold at least what the rows say.
 */
export async function auditRollups(
  db: Kysely<Tables>,
  prunedMs: number | null,
): Promise<{ buckets: BucketDifference[]; terms: TermDifference[] }> {
  const buckets: BucketDifference[] = [];
  const terms: TermDifference[] = [];
  for (const range of await splitByTopicAndTime(db)) {
    if (buckets.length < MAX_LISTED) {
      for (const step of BUCKET_STEPS) {
        buckets.push(...await compareBuckets(db, range, step, prunedMs));
      }
    }
    if (terms.length < MAX_LISTED) {
      terms.push(...await compareHours(db, range));
      for (const [kind, rule] of ONE_PER_POST) {
        terms.push(...await comparePosts(db, range, kind, rule));
      }
    }
  }
  return {
    buckets: buckets.slice(0, MAX_LISTED),
    terms: terms.slice(0, MAX_LISTED),
  };
}

/** A range of a topic's time, in whole hours. */
interface AuditRange extends TimeRange {
  readonly topicId: number;
}

/** Posts that one statement reads: few enough that it sorts them in memory. */
const MAX_POSTS = 4_000;

/** Before and after all times that a post can have, in seconds. */
const [BEGIN, END] = [-9e12, 9e12];

/** Splits all that is stored by topic and time, without gaps, so that each part takes about as long. */
async function splitByTopicAndTime(
  db: Kysely<Tables>,
): Promise<AuditRange[]> {
  const hours = await db.selectFrom("buckets")
    .select(["topic_id", "t", "posts"]).where("step", "=", HOUR)
    .orderBy("topic_id").orderBy("t").execute();
  const byTopic = Map.groupBy(hours, (hour) => hour.topic_id);
  const ranges: AuditRange[] = [];
  for (const topicId of await readTopicIds(db)) {
    let [from, posts] = [BEGIN, 0];
    for (const hour of byTopic.get(topicId) ?? []) {
      if (posts + hour.posts > MAX_POSTS && hour.t > from) {
        ranges.push({ topicId, from, to: hour.t });
        [from, posts] = [hour.t, 0];
      }
      posts += hour.posts;
    }
    ranges.push({ topicId, from, to: END });
  }
  return ranges;
}

/** Topics of all rows, even if there is no such topic. */
async function readTopicIds(db: Kysely<Tables>): Promise<number[]> {
  const ids = new Set<number>();
  for (const table of ["posts", "buckets", "terms"] as const) {
    const rows = await db.selectFrom(table).select("topic_id").distinct()
      .execute();
    for (const { topic_id } of rows) ids.add(topic_id);
  }
  return [...ids].sort((a, b) => a - b);
}

/** Adds the stored sums to the negated recounted ones: if all is well they are zero. */
async function compareBuckets(
  db: Kysely<Tables>,
  { topicId, from, to }: AuditRange,
  step: number,
  prunedMs: number | null,
): Promise<BucketDifference[]> {
  const start = startOfStep("created_ms", step * 1_000);
  const complete = sql.lit(prunedMs ?? Number.MIN_SAFE_INTEGER);
  const names = sql.join(BUCKET_SUMS.map((name) => sql.ref(name)));
  const recounted = BUCKET_SUMS.map((name) =>
    sql`-${POST_SUMS[name]} as ${sql.ref(name)}`
  );
  const sums = BUCKET_SUMS.map((name) =>
    sql`${sumOf(name)} as ${sql.ref(name)}`
  );
  const below = BUCKET_SUMS.filter((name) => name !== "score")
    .map((name) => sql`${sumOf(name)} < 0`);
  const differs = BUCKET_SUMS.map((name) => sql`${sumOf(name)} <> 0`);
  const { rows } = await sql<Omit<BucketDifference, "t"> & { ms: number }>`
    select ms, ${sql.join(sums)} from (
      select t * 1000 as ms, ${names},
        case when squares is null then 1 else 0 end as unknown
        from buckets where topic_id = ${topicId} and step = ${sql.lit(step)}
        and t >= ${from} and t < ${to}
      union all
      select ${start}, ${sql.join(recounted)}, 0
        from posts where topic_id = ${topicId}
        and created_ms >= ${from * 1_000} and created_ms < ${to * 1_000}
        group by ${start}
    ) as both_sides
    group by ms having ${sql.join(below, sql` or `)}
      or (ms > ${complete} and (${sql.join(differs, sql` or `)}))
    order by ms limit ${sql.lit(MAX_LISTED)}`.execute(db);
  return rows.map(({ ms, ...counts }) => ({
    ...counts,
    topicId,
    step,
    t: ms / 1_000,
  }));
}

/** Null for squares of which some are unknown: no comparison holds. */
function sumOf(name: keyof BucketCounts): RawBuilder<number | null> {
  const sum = sql<number>`sum(${sql.ref(name)})`;
  return name === "squares"
    ? sql`case when max(unknown) = 0 then ${sum} end`
    : sum;
}

async function compareHours(
  db: Kysely<Tables>,
  { topicId, from, to }: AuditRange,
): Promise<TermDifference[]> {
  const { rows } = await sql<{ hour: number; kind: string; term: string }>`
    select hour, kind, term from (
      select t as hour, kind, term, count as n from terms
        where topic_id = ${topicId} and step = ${sql.lit(HOUR)}
        and t >= ${from} and t < ${to}
      union all
      select ${startOfStep("t", HOUR)}, kind, term, -count
        from terms where topic_id = ${topicId} and step = ${sql.lit(MINUTE)}
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

/**
 * Compares the posts of each hour with the counts of a kind that each post has
 * once. Hours whose squares are unknown were counted before sources were: they
 * may hold fewer of these.
 */
async function comparePosts(
  db: Kysely<Tables>,
  { topicId, from, to }: AuditRange,
  kind: string,
  rule: TermDifference["rule"],
): Promise<TermDifference[]> {
  const mayMiss = kind === SOURCE_KIND
    ? sql`case when squares is null then 1 else 0 end`
    : sql.lit(0);
  const { rows } = await sql<{ t: number }>`
    select t from (
      select t, posts as n, ${mayMiss} as may_miss from buckets
        where topic_id = ${topicId} and step = ${sql.lit(HOUR)}
        and t >= ${from} and t < ${to}
      union all
      select t, -count, 0 from terms
        where topic_id = ${topicId} and step = ${sql.lit(HOUR)}
        and kind = ${kind} and t >= ${from} and t < ${to}
    ) as both_sides
    group by t having sum(n) < 0 or (sum(n) > 0 and max(may_miss) = 0)
    order by t limit ${sql.lit(MAX_LISTED)}`.execute(db);
  return rows.map(({ t }) => ({
    topicId,
    t: Number(t),
    kind,
    term: null,
    rule,
  }));
}
