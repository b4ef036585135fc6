import { type Kysely, sql } from "kysely";
import type { Totals } from "../../domain/live/snapshot.ts";
import { SOURCE_KIND } from "../../domain/post/post.ts";
import {
  type Bucket,
  type Series,
  type SourceSeries,
  toSeries,
} from "../../domain/series/series.ts";
import {
  BUCKET_STEPS,
  HOUR,
  MINUTE,
  type TimeRange,
} from "../../domain/time/range.ts";
import { startOfStep } from "../connection/statements.ts";
import type { Tables } from "../connection/tables.ts";
import { ALWAYS, splitByDays } from "./days.ts";
import type { StoredTopic } from "./topics.ts";

/** Counts of a topic without gaps; the range is widened to whole steps. */
export async function readSeries(
  db: Kysely<Tables>,
  topic: Pick<StoredTopic, "id" | "slug">,
  range: TimeRange,
  step: number,
): Promise<Series> {
  const { from, to } = toWholeSteps(range, step);
  const buckets = await readBuckets(db, topic.id, { from, to }, step);
  return toSeries(buckets, { topic: topic.slug, step, from, to });
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

/** Null if one of the parts holds posts whose scores were not squared. */
const KNOWN_SQUARES = sql<number | null>`case when
  sum(case when squares is null and posts <> 0 then 1 else 0 end) = 0
  then coalesce(sum(squares), 0) end`;

/**
 * Counts in the order of time. Quiet buckets have no row.
 *
 * @param step Seconds that a returned bucket spans: a multiple of 10.
 */
async function readBuckets(
  db: Kysely<Tables>,
  topicId: number,
  { from, to }: TimeRange,
  step: number,
): Promise<Bucket[]> {
  const stored = BUCKET_STEPS.findLast((size) => step % size === 0)!;
  return await db.selectFrom("buckets")
    .select(({ fn }) => [
      startOfStep("t", step).as("t"),
      ...COUNTS.map((name) => fn.sum<number>(name).as(name)),
      KNOWN_SQUARES.as("squares"),
    ])
    .where("topic_id", "=", topicId).where("step", "=", stored)
    .where("t", ">=", from).where("t", "<", to)
    .groupBy(sql`1`).orderBy(sql`1`).execute();
}

/**
 * Counts of a topic by source, without gaps; the range is widened to whole
 * steps. A bucket is null if some of its posts were counted before their sources.
 *
 * @param step Seconds, a multiple of 60.
 */
export async function readSourceSeries(
  db: Kysely<Tables>,
  topic: Pick<StoredTopic, "id">,
  range: TimeRange,
  step: number,
): Promise<SourceSeries> {
  const { from, to } = toWholeSteps(range, step);
  const counts = await readSourceCounts(db, topic.id, { from, to }, step);
  const length = Math.max(0, Math.round((to - from) / step));
  const t = Array.from({ length }, (_, i) => from + i * step);
  const unknown = new Set(
    counts.filter((count) => count.unknown > 0).map((count) => count.t),
  );
  const empty = t.map((start) => unknown.has(start) ? null : 0);
  const columns = new Map<string, (number | null)[]>();
  for (const { t: start, source, posts } of counts) {
    if (source === null) continue;
    const column = columns.get(source) ?? empty.slice();
    if (!unknown.has(start)) column[(start - from) / step] = posts;
    columns.set(source, column);
  }
  // Own properties, whatever a source is called.
  return { t, sources: Object.fromEntries(columns) };
}

/** Posts of one source in one bucket. */
interface SourceCount {
  readonly t: number;
  /** Null: a part of the bucket counted its posts before their sources. */
  readonly source: string | null;
  readonly posts: number;
  readonly unknown: number;
}

/** Joins the buckets to their sources by key: scanning all terms of the range would read many more. */
async function readSourceCounts(
  db: Kysely<Tables>,
  topicId: number,
  { from, to }: TimeRange,
  step: number,
): Promise<SourceCount[]> {
  const stored = step % HOUR === 0 ? HOUR : MINUTE;
  return await db.selectFrom("buckets as b")
    .leftJoin(
      "terms as s",
      (join) =>
        join.onRef("s.topic_id", "=", "b.topic_id")
          .onRef("s.step", "=", "b.step").onRef("s.t", "=", "b.t")
          .on("s.kind", "=", SOURCE_KIND),
    )
    .select(({ fn }) => [
      startOfStep("b.t", step).as("t"),
      "s.term as source",
      fn.coalesce(fn.sum<number>("s.count"), sql.lit(0)).as("posts"),
      sql<number>`sum(case when b.squares is null and b.posts <> 0
        then 1 else 0 end)`.as("unknown"),
    ])
    .where("b.topic_id", "=", topicId).where("b.step", "=", stored)
    .where("b.t", ">=", from).where("b.t", "<", to)
    .groupBy([sql`1`, "s.term"]).orderBy("s.term").execute();
}

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
