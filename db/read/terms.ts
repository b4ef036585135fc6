import { type Kysely, sql } from "kysely";
import type { TermChange } from "../../domain/sentiment/term_change.ts";
import type { Tables } from "../connection/tables.ts";
import { partsOfRange } from "../parts_of_range.ts";
import { readTerms, type TermRange } from "../read_terms.ts";

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
