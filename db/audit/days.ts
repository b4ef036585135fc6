import { type Kysely, sql } from "kysely";
import { DAY, HOUR, type TimeRange } from "../../domain/time/range.ts";
import { BUCKET_SUMS } from "../connection/scores.ts";
import { startOfStep } from "../connection/statements.ts";
import type { Tables } from "../connection/tables.ts";
import {
  type BucketDifference,
  MAX_LISTED,
  type TermDifference,
} from "./rollups.ts";

/** Posts whose days one statement compares. */
const MAX_POSTS = 20_000;

/** Compares each day with its hours, but for those that are still to be summed up. Lists the first 100 of each. */
export async function auditDays(
  db: Kysely<Tables>,
): Promise<{ buckets: BucketDifference[]; terms: TermDifference[] }> {
  const buckets: BucketDifference[] = [];
  const terms: TermDifference[] = [];
  for (const range of await splitByPosts(db)) {
    if (buckets.length < MAX_LISTED) {
      buckets.push(...await compareBuckets(db, range));
    }
    if (terms.length < MAX_LISTED) terms.push(...await compareTerms(db, range));
  }
  return {
    buckets: buckets.slice(0, MAX_LISTED),
    terms: terms.slice(0, MAX_LISTED),
  };
}

/** Whole days of a topic. */
interface DayRange extends TimeRange {
  readonly topicId: number;
}

/** Splits all days that have counts, so that each part takes about as long. */
async function splitByPosts(db: Kysely<Tables>): Promise<DayRange[]> {
  const start = startOfStep("t", DAY);
  const { rows } = await sql<{ topicId: number; day: number; posts: number }>`
    select topic_id as topicId, ${start} as day, sum(posts) as posts
      from buckets where step in (${sql.lit(HOUR)}, ${sql.lit(DAY)})
      group by topic_id, ${start} order by topic_id, day`.execute(db);
  const ranges: DayRange[] = [];
  let sum = 0;
  for (const { topicId, day, posts } of rows) {
    const last = ranges.at(-1);
    sum += posts;
    if (last?.topicId === topicId && sum <= 2 * MAX_POSTS) {
      ranges[ranges.length - 1] = { ...last, to: day + DAY };
    } else {
      ranges.push({ topicId, from: day, to: day + DAY });
      sum = posts;
    }
  }
  return ranges;
}

async function compareBuckets(
  db: Kysely<Tables>,
  { topicId, from, to }: DayRange,
): Promise<BucketDifference[]> {
  const day = startOfStep("t", DAY);
  const sums = BUCKET_SUMS.map((name) => ({ name, sum: differenceOf(name) }));
  const shown = sums.map(({ name, sum }) => sql`${sum} as ${sql.ref(name)}`);
  const differs = sums.map(({ sum }) => sql`${sum} <> 0`);
  const { rows } = await sql<Omit<BucketDifference, "topicId" | "step">>`
    select ${day} as t, ${sql.join(shown)} from buckets
    where topic_id = ${topicId}
      and step in (${sql.lit(HOUR)}, ${sql.lit(DAY)})
      and t >= ${from} and t < ${to} and ${isSummed(topicId, "t")}
    group by ${day} having ${sql.join(differs, sql` or `)}
    order by 1 limit ${sql.lit(MAX_LISTED)}`.execute(db);
  return rows.map((row) => ({ ...row, topicId, step: DAY }));
}

/** What a day has more than its hours; null for squares of which some are unknown: no comparison holds. */
function differenceOf(name: typeof BUCKET_SUMS[number]) {
  const sum = sql`sum(case when step = ${sql.lit(DAY)} then ${sql.ref(name)}
    else -${sql.ref(name)} end)`;
  if (name !== "squares") return sum;
  const unknown = sql`sum(case when step = ${sql.lit(HOUR)} and posts <> 0
    and squares is null then 1 else 0 end)`;
  return sql`case when ${unknown} = 0 then ${sum} end`;
}

async function compareTerms(
  db: Kysely<Tables>,
  { topicId, from, to }: DayRange,
): Promise<TermDifference[]> {
  const day = startOfStep("t", DAY);
  const signed = sql`case when step = ${sql.lit(DAY)} then count
    else -count end`;
  const { rows } = await sql<{ day: number; kind: string; term: string }>`
    select ${day} as day, kind, term from terms
    where topic_id = ${topicId}
      and step in (${sql.lit(HOUR)}, ${sql.lit(DAY)})
      and t >= ${from} and t < ${to} and ${isSummed(topicId, "t")}
    group by ${day}, kind, term having sum(${signed}) <> 0
    order by 1, kind, term limit ${sql.lit(MAX_LISTED)}`.execute(db);
  return rows.map(({ day, kind, term }) => ({
    ...{ topicId, t: Number(day), kind, term },
    rule: "day = its hours",
  }));
}

function isSummed(topicId: number, time: string) {
  return sql`${startOfStep(time, DAY)} not in
    (select s.t from stale_days as s where s.topic_id = ${topicId})`;
}
