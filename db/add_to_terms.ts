import type { Transaction } from "kysely";
import type { PostEntry } from "../domain/pipeline/log_entry.ts";
import { SOURCE_KIND } from "../domain/post/term.ts";
import { addTermRows } from "./add_term_rows.ts";
import type { Dialect } from "./connection/database.ts";
import type { Tables } from "./connection/tables.ts";

/** Seconds that a count of terms spans. */
const TERM_STEPS = [60, 3_600] as const;

type TermRow = Tables["terms"];

/** Adds the terms of posts, and their sources, to the counts of the times that the posts fall into. */
export async function addToTerms(
  trx: Transaction<Tables>,
  dialect: Dialect,
  posts: readonly PostEntry[],
): Promise<void> {
  await addTermRows(trx, dialect, countTerms(posts));
}

/** Rows in the order of their key, so that two writers lock them in one order. */
function countTerms(posts: readonly PostEntry[]): TermRow[] {
  const rows = new Map<string, TermRow>();
  for (const { topicId, createdMs, terms, source } of posts) {
    const all = [...terms, { kind: SOURCE_KIND, term: source }];
    for (const step of TERM_STEPS) {
      const t = Math.floor(createdMs / 1_000 / step) * step;
      for (const { kind, term } of all) {
        const key = `${topicId} ${step} ${t} ${kind} ${term}`;
        const row = rows.get(key);
        if (row) row.count++;
        else {rows.set(key, {
            topic_id: topicId,
            step,
            t,
            kind,
            term,
            count: 1,
          });}
      }
    }
  }
  return [...rows.entries()].sort(([a], [b]) => a < b ? -1 : 1)
    .map(([, row]) => row);
}
