import { type Kysely, sql } from "kysely";
import type { TermChange, TermCount } from "../../domain/live/snapshot.ts";
import type { TermKind } from "../../domain/post/term.ts";
import type { Tables } from "../connection/tables.ts";

/** The terms that most posts hold, as `readTerms` gives them, each with its number in the span before, if all of that was counted. */
export async function compareTerms(
  db: Kysely<Tables>,
  range: TermRange,
): Promise<TermChange[]> {
  const found = await readTerms(db, range);
  const from = Math.floor(range.from / 60) * 60;
  const to = Math.ceil(range.to / 60) * 60;
  const span = { ...range, from: from - (to - from), to: from };
  const first = await firstCounted(db, range.topicId);
  if (first === null || first > span.from) {
    return found.map((row) => ({ ...row, before: null }));
  }
  const before = await countTerms(db, span, found.map(({ term }) => term));
  return found.map((row) => ({ ...row, before: before.get(row.term) ?? 0 }));
}

/** The first minute in which a post of a topic was counted. */
async function firstCounted(
  db: Kysely<Tables>,
  topicId: number,
): Promise<number | null> {
  const { first } = await db.selectFrom("buckets")
    .select(({ fn }) => fn.min<number | null>("t").as("first"))
    .where("topic_id", "=", topicId).where("step", "=", 60)
    .executeTakeFirstOrThrow();
  return first;
}

/** In how many posts of a range each of some terms is. */
async function countTerms(
  db: Kysely<Tables>,
  range: TermRange,
  terms: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { topicId, kind } = range;
  const list = sql.join(terms);
  const parts = partsOfRange(range).map(({ step, from, to }) =>
    sql`select term, count from terms where topic_id = ${topicId}
      and step = ${step} and t >= ${from} and t < ${to} and kind = ${kind}
      and term in (${list})`
  );
  if (terms.length === 0 || parts.length === 0) return new Map();
  const { rows } = await sql<{ term: string; count: number }>`
    select term, sum(count) as count
    from (${sql.join(parts, sql` union all `)}) as parts
    group by term`.execute(db);
  return new Map(rows.map(({ term, count }) => [term, Number(count)]));
}

/** Which terms of a topic to count. */
interface TermRange {
  readonly topicId: number;
  readonly kind: TermKind;
  /** Seconds since the epoch; widened to whole minutes. */
  readonly from: number;
  readonly to: number;
  /** @default {20} */
  readonly limit?: number;
}

/** The terms that most posts hold, most frequent first, then by their bytes. */
export async function readTerms(
  db: Kysely<Tables>,
  range: TermRange,
): Promise<TermCount[]> {
  const { topicId, kind, limit = 20 } = range;
  const parts = partsOfRange(range).map(({ step, from, to }) =>
    sql`select term, count from terms where topic_id = ${topicId}
      and step = ${step} and t >= ${from} and t < ${to} and kind = ${kind}`
  );
  if (parts.length === 0) return [];
  const { rows } = await sql<TermCount>`
    select term, sum(count) as count
    from (${sql.join(parts, sql` union all `)}) as parts
    group by term order by 2 desc, 1 limit ${sql.lit(limit)}`.execute(db);
  return rows.map(({ term, count }) => ({ term, count: Number(count) }));
}

const HOUR = 3_600;

/** A stretch of a rollup's rows of one step; `t` from `from`, before `to`. */
interface RangePart {
  readonly step: number;
  readonly from: number;
  readonly to: number;
}

/** Whole hours in the middle, minutes at both ends: few rows at any range. */
function partsOfRange(range: { from: number; to: number }): RangePart[] {
  const from = Math.floor(range.from / 60) * 60;
  const to = Math.ceil(range.to / 60) * 60;
  const firstHour = Math.min(Math.ceil(from / HOUR) * HOUR, to);
  const lastHour = Math.max(Math.floor(to / HOUR) * HOUR, firstHour);
  return [
    { step: 60, from, to: firstHour },
    { step: HOUR, from: firstHour, to: lastHour },
    { step: 60, from: lastHour, to },
  ].filter((part) => part.from < part.to);
}
