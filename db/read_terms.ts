import { type Kysely, sql } from "kysely";
import type { TermCount } from "../domain/live/snapshot.ts";
import type { TermKind } from "../domain/post/term.ts";
import type { Tables } from "./connection/tables.ts";
import { partsOfRange } from "./parts_of_range.ts";

/** Which terms of a topic to count. */
export interface TermRange {
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
