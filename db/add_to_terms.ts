import type { Transaction } from "kysely";
import type { PostEntry } from "../domain/post/entry.ts";
import { SOURCE_KIND } from "../domain/sentiment/term.ts";
import { addTermRows } from "./add_term_rows.ts";
import type { Dialect } from "./database.ts";
import type { Tables } from "./tables.ts";

/** Seconds that a count of terms spans. */
const STEPS = [60, 3_600] as const;

type Row = Tables["terms"];

/** Adds the terms of posts, and their sources, to the counts of the times that the posts fall into. */
export async function addToTerms(
  trx: Transaction<Tables>,
  dialect: Dialect,
  posts: readonly PostEntry[],
): Promise<void> {
  await addTermRows(trx, dialect, countTerms(posts));
}

/** Rows in the order of their key, so that two writers lock them in one order. */
function countTerms(posts: readonly PostEntry[]): Row[] {
  const rows = new Map<string, Row>();
  for (const { topicId, createdMs, terms, source } of posts) {
    const all = [...terms, { kind: SOURCE_KIND, term: source }];
    for (const step of STEPS) {
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
