import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Totals } from "../../domain/live/snapshot.ts";
import { SOURCE_KIND } from "../../domain/post/post.ts";
import { bucketEdges, type Step } from "../../domain/series/buckets.ts";
import {
  type Bucket,
  type Series,
  type SourceCount,
  type SourceSeries,
  toSourceSeries,
  toStoredSeries,
} from "../../domain/series/series.ts";
import {
  BUCKET_STEPS,
  HOUR,
  MINUTE,
  type TimeRange,
} from "../../domain/time/range.ts";
import { type BucketCounts, POST_SUMS } from "../connection/scores.ts";
import type { Tables } from "../connection/tables.ts";
import { ALWAYS, splitByDays } from "./days.ts";
import { bucketsOf, groupStart, partsOf } from "./parts.ts";
import type { StoredTopic } from "./topics.ts";

/** Counts of a topic in exactly this range, without gaps: its first and last bucket may be counted in part. */
export async function readSeries(
  db: Kysely<Tables>,
  topic: Pick<StoredTopic, "id" | "slug">,
  range: TimeRange,
  step: Step,
): Promise<Series> {
  const { from, to } = range;
  const buckets = await readBuckets(db, topic.id, range, step);
  return toStoredSeries(buckets, { topic: topic.slug, step, from, to });
}

/** The range, widened to whole steps. */
export function toWholeSteps(
  { from, to }: TimeRange,
  step: number,
): TimeRange {
  return {
    from: Math.floor(from / step) * step,
    to: Math.ceil(to / step) * step,
  };
}

const COUNTS = ["posts", "positive", "negative", "neutral", "score"] as const;

/** Columns of buckets by those of a series. */
const SUMS: Readonly<Record<Exclude<keyof Bucket, "t">, keyof BucketCounts>> = {
  posts: "posts",
  positive: "positive",
  negative: "negative",
  neutral: "neutral",
  score: "score",
  squares: "squares",
  scored: "scored",
  scorers: "scorers",
  pPositive: "p_positive",
  pNegative: "p_negative",
  pSquares: "p_squares",
};

/** Null if one of the parts holds posts whose scores were not squared. */
const KNOWN_SQUARES = sql<number | null>`case when
  sum(case when b.squares is null and b.posts <> 0 then 1 else 0 end) = 0
  then coalesce(sum(b.squares), 0) end`;

/** Second of a post's own time; right for times before 1970 too. */
const SECOND = sql<number>`(created_ms - ((created_ms % 1000) + 1000) % 1000)`;

/** The posts of a part whose borders lie within buckets: few rows. */
function postsOf(
  topicId: number,
  { from, to }: TimeRange,
): RawBuilder<unknown> {
  return sql`posts /*! force index (posts_by_time) */
    where topic_id = ${topicId} and created_ms >= ${from * 1_000}
    and created_ms < ${to * 1_000}`;
}

/** Counts, each of one bucket or a part of it; probabilities as they are stored. Quiet times have no row. */
async function readBuckets(
  db: Kysely<Tables>,
  topicId: number,
  range: TimeRange,
  step: Step,
): Promise<Bucket[]> {
  const columnsOf = (
    sumOf: (column: keyof BucketCounts) => RawBuilder<unknown>,
  ) =>
    sql.join(
      Object.entries(SUMS).map(([name, column]) =>
        sql`${sumOf(column)} as ${sql.ref(name)}`
      ),
    );
  const sums = columnsOf((column) =>
    column === "squares" ? KNOWN_SQUARES : sql`sum(b.${sql.ref(column)})`
  );
  const recounted = columnsOf((column) => POST_SUMS[column]);
  const selects = partsOf(range, step).map((part) =>
    part.size === null
      ? sql`select min(${SECOND}) / 1000 as t, ${recounted}
        from ${postsOf(topicId, part)}
        group by ${groupStart(sql`${SECOND} / 1000`, part)}`
      : sql`select min(b.t) as t, ${sums}
        from ${bucketsOf(topicId, part)}
        group by ${groupStart(sql`b.t`, part)}`
  );
  return await readAll<Bucket>(db, selects);
}

/** The rows of some queries, as of one moment; their numbers as such. */
async function readAll<Row extends object>(
  db: Kysely<Tables>,
  selects: readonly RawBuilder<unknown>[],
): Promise<Row[]> {
  if (selects.length === 0) return [];
  const { rows } = await sql<Row>`${sql.join(selects, sql` union all `)}`
    .execute(db);
  return rows;
}

/**
 * Counts of a topic by source in exactly this range, without gaps. A bucket is
 * null if some of its posts were counted before their sources.
 *
 * @param step In seconds a multiple of 60.
 */
export async function readSourceSeries(
  db: Kysely<Tables>,
  topic: Pick<StoredTopic, "id">,
  range: TimeRange,
  step: Step,
): Promise<SourceSeries> {
  return toSourceSeries(
    await readSourceCounts(db, topic.id, range, step),
    bucketEdges(range, step),
  );
}

/** Joins the buckets to their sources by key: scanning all terms of the range would read many more. */
async function readSourceCounts(
  db: Kysely<Tables>,
  topicId: number,
  range: TimeRange,
  step: Step,
): Promise<SourceCount[]> {
  const selects = partsOf(range, step, [MINUTE, HOUR]).map((part) =>
    part.size === null
      ? sql`select min(${SECOND}) / 1000 as t, source, count(*) as posts, 0 as unknown
        from ${postsOf(topicId, part)}
        group by ${groupStart(sql`${SECOND} / 1000`, part)}, source`
      : sql`select min(b.t) as t, s.term as source,
        coalesce(sum(s.count), 0) as posts,
        sum(case when b.squares is null and b.posts <> 0 then 1 else 0 end) as unknown
        from ${bucketsOf(topicId, part, SOURCES)}
        group by ${groupStart(sql`b.t`, part)}, s.term`
  );
  return await readAll<SourceCount>(db, selects);
}

const SOURCES = sql`left join terms as s on s.topic_id = b.topic_id
  and s.step = b.step and s.t = b.t and s.kind = ${SOURCE_KIND}`;

/**
 * The range that a topic's posts span by their own times, in whole hours or
 * minutes; null before the first post.
 */
export async function readExtent(
  db: Kysely<Tables>,
  topicId: number,
  step: typeof HOUR | typeof MINUTE = HOUR,
): Promise<TimeRange | null> {
  // Each by itself: both at once would read all buckets.
  const endOf = (name: "min" | "max") =>
    sql<number | null>`(select ${sql.raw(name)}(t) from buckets
      where topic_id = ${topicId} and step = ${step})`;
  const { rows: [row] } = await sql<{ first: number | null; last: number }>`
    select ${endOf("min")} as first, ${endOf("max")} as last`.execute(db);
  const { first, last } = row!;
  return first === null ? null : { from: first, to: last + step };
}

/** Posts of a topic in a range of whole buckets of 10 seconds. */
export async function readPostCount(
  db: Kysely<Tables>,
  topicId: number,
  { from, to }: TimeRange,
): Promise<number> {
  const { posts } = await db.selectFrom("buckets")
    .select(({ fn }) =>
      fn.coalesce(fn.sum<number>("posts"), sql.lit(0)).as("posts")
    )
    .where("topic_id", "=", topicId).where("step", "=", BUCKET_STEPS[0])
    .where("t", ">=", from).where("t", "<", to).executeTakeFirstOrThrow();
  return Number(posts);
}

/** Sums over all posts of a topic that were ever stored. */
export async function readTotals(
  db: Kysely<Tables>,
  topicId: number,
): Promise<Totals> {
  const selects = (await splitByDays(db, topicId, ALWAYS)).map((part) =>
    sql`select * from buckets where topic_id = ${topicId}
      and step = ${part.step} and t >= ${part.from} and t < ${part.to}`
  );
  const { rows: [row] } = await sql<Totals>`
    select ${
    sql.join(COUNTS.map((name) =>
      sql`coalesce(sum(${sql.ref(name)}), 0) as ${sql.ref(name)}`
    ))
  } from (${sql.join(selects, sql` union all `)}) as parts`.execute(db);
  return { ...row! };
}
