import { type Kysely, sql } from "kysely";
import { SOURCE_KIND } from "../../domain/post/term.ts";
import type { AuditRange } from "../audit_ranges.ts";
import type { Tables } from "../connection/tables.ts";

const HOUR = sql.lit(3_600);

/** Differences that a report lists at most. */
const MAX_LISTED = 100;

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
