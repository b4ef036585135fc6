import { type Kysely, sql } from "kysely";
import type { Tables } from "./tables.ts";

const HOUR = 3_600;

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
  readonly rule: "hour = its minutes" | "languages = posts";
}

/**
 * Checks the counts of terms against each other and against the buckets: an
 * hour holds what its minutes hold, and each post has one language. What a
 * post's text gave cannot be recounted once its author has deleted it.
 */
export async function auditTerms(
  db: Kysely<Tables>,
): Promise<TermDifference[]> {
  return [...await compareHours(db), ...await compareLanguages(db)]
    .slice(0, MAX_LISTED);
}

async function compareHours(db: Kysely<Tables>): Promise<TermDifference[]> {
  const hour = sql.lit(HOUR);
  const { rows } = await sql<
    { topic_id: number; hour: number; kind: string; term: string }
  >`
    select topic_id, hour, kind, term from (
      select topic_id, t as hour, kind, term, count from terms
        where step = ${hour}
      union all
      select topic_id, t - ((t % ${hour}) + ${hour}) % ${hour}, kind, term,
        -count from terms where step = 60
    ) as both_sides
    group by topic_id, hour, kind, term having sum(count) <> 0
    limit ${sql.lit(MAX_LISTED)}`.execute(db);
  return rows.map(({ topic_id, hour, kind, term }) => ({
    topicId: Number(topic_id),
    t: Number(hour),
    kind,
    term,
    rule: "hour = its minutes",
  }));
}

async function compareLanguages(
  db: Kysely<Tables>,
): Promise<TermDifference[]> {
  const hour = sql.lit(HOUR);
  const { rows } = await sql<{ topic_id: number; t: number }>`
    select topic_id, t from (
      select topic_id, t, posts as n from buckets where step = ${hour}
      union all
      select topic_id, t, -count from terms
        where step = ${hour} and kind = 'lang'
    ) as both_sides
    group by topic_id, t having sum(n) <> 0
    limit ${sql.lit(MAX_LISTED)}`.execute(db);
  return rows.map(({ topic_id, t }) => ({
    topicId: Number(topic_id),
    t: Number(t),
    kind: "lang",
    term: null,
    rule: "languages = posts",
  }));
}
