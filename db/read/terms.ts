import { type Kysely, type RawBuilder, sql } from "kysely";
import type { TermChange, TermCount } from "../../domain/live/snapshot.ts";
import type { TermKind } from "../../domain/post/post.ts";
import { readLanguage } from "../../domain/text/language.ts";
import { DAY, HOUR, MINUTE, type TimeRange } from "../../domain/time/range.ts";
import { hiddenTerms } from "../../domain/topic/ignored.ts";
import type { Tables } from "../connection/tables.ts";
import { type Part, splitByDays } from "./days.ts";
import { toWholeSteps } from "./series.ts";

/** Which terms of a topic to count; the range is widened to whole minutes. */
interface TermRange extends TimeRange {
  readonly topicId: number;
  readonly kind: TermKind;
  /** @default {20} */
  readonly limit?: number;
  /** Words that were taken out of the topic: no list of a mood has them. @default none */
  readonly ignored?: readonly string[];
}

/** The terms that most posts contain, most frequent first, then by their bytes. */
export async function readTerms(
  db: Kysely<Tables>,
  range: TermRange,
): Promise<TermCount[]> {
  const { limit = 20, kind, ignored = [] } = range;
  const order = sql`order by 2 desc, 1`;
  if (kind !== "lang") {
    const hidden = MOODS.has(kind) ? hiddenTerms(ignored) : [];
    return await sumCounts(
      db,
      range,
      hidden.length === 0 ? sql`` : sql`and term not in (${sql.join(hidden)})`,
      sql`${order} limit ${sql.lit(limit)}`,
    );
  }
  const languages = mergeLanguages(await sumCounts(db, range, sql``, order));
  return languages.slice(0, limit);
}

/** Kinds that have none of the words that were taken out of a topic. */
const MOODS: ReadonlySet<TermKind> = new Set(["positive", "negative"]);

/** The result of {@linkcode readTerms}, each term with its count in the same span before, if all of that was counted. */
export async function compareTerms(
  db: Kysely<Tables>,
  range: TermRange,
): Promise<TermChange[]> {
  const found = await readTerms(db, range);
  const { from, to } = toWholeSteps(range, MINUTE);
  const span = { ...range, from: from - (to - from), to: from };
  if (!await wasCounting(db, range.topicId, span)) {
    return found.map((row) => ({ ...row, before: null }));
  }
  const terms = found.map(({ term }) => term);
  const counts = terms.length === 0
    ? []
    : range.kind === "lang"
    ? mergeLanguages(await sumCounts(db, span, sql``, sql``))
    : await sumCounts(db, span, sql`and term in (${sql.join(terms)})`, sql``);
  const before = new Map(counts.map(({ term, count }) => [term, count]));
  return found.map((row) => ({ ...row, before: before.get(row.term) ?? 0 }));
}

/**
 * Whether posts were counted when a span began: there are some of shortly before it.
 * A single old post that came late is no beginning.
 */
async function wasCounting(
  db: Kysely<Tables>,
  topicId: number,
  { from, to }: TimeRange,
): Promise<boolean> {
  const shortly = Math.max(DAY, to - from);
  const row = await db.selectFrom("buckets").select("t")
    .where("topic_id", "=", topicId).where("step", "=", MINUTE)
    .where("t", ">=", from - shortly).where("t", "<=", from)
    .limit(1).executeTakeFirst();
  return row !== undefined;
}

/** Older rows may have a language with its region, or by a former tag; most frequent first. */
function mergeLanguages(counts: readonly TermCount[]): TermCount[] {
  const merged = new Map<string, number>();
  for (const { term, count } of counts) {
    const language = readLanguage(term);
    merged.set(language, (merged.get(language) ?? 0) + count);
  }
  return Array.from(merged, ([term, count]) => ({ term, count }))
    .sort((a, b) => b.count - a.count || (a.term < b.term ? -1 : 1));
}

async function sumCounts(
  db: Kysely<Tables>,
  range: TermRange,
  filter: RawBuilder<unknown>,
  end: RawBuilder<unknown>,
): Promise<TermCount[]> {
  const { topicId, kind } = range;
  // Buckets hold the times that have terms: without them all kinds would be read.
  const split = await partsOfRange(db, range);
  const parts = split.map(({ step, from, to }) =>
    sql`select term, count from terms where topic_id = ${topicId}
      and step = ${step} and kind = ${kind} and t in (
        select t from buckets where topic_id = ${topicId} and step = ${step}
        and t >= ${from} and t < ${to}
      ) ${filter}`
  );
  if (parts.length === 0) return [];
  const { rows } = await sql<TermCount>`
    select term, sum(count) as count
    from (${sql.join(parts, sql` union all `)}) as parts
    group by term ${end}`.execute(db);
  return rows.map(({ term, count }) => ({ term, count: Number(count) }));
}

/** Whole days in the middle, hours and minutes at both ends: few rows for any range. */
async function partsOfRange(
  db: Kysely<Tables>,
  range: TermRange,
): Promise<Part[]> {
  const minutes = toWholeSteps(range, MINUTE);
  const hours = wholeWithin(minutes, HOUR);
  const days = wholeWithin(hours, DAY);
  return [
    { step: MINUTE, from: minutes.from, to: hours.from },
    { step: HOUR, from: hours.from, to: days.from },
    ...await splitByDays(db, range.topicId, days),
    { step: HOUR, from: days.to, to: hours.to },
    { step: MINUTE, from: hours.to, to: minutes.to },
  ].filter((part) => part.from < part.to);
}

/** The whole steps within a range; if there are none, its end. */
function wholeWithin({ from, to }: TimeRange, step: number): TimeRange {
  const first = Math.min(Math.ceil(from / step) * step, to);
  return { from: first, to: Math.max(Math.floor(to / step) * step, first) };
}
