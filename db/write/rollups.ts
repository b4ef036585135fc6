import type { Transaction } from "kysely";
import type { Term } from "../../domain/post/term.ts";
import { addTermRows } from "../add_term_rows.ts";
import type { Dialect } from "../connection/database.ts";
import type { Tables } from "../connection/tables.ts";

const [MINUTE, HOUR] = [60, 3_600];

/** The post whose terms become others, by its topic and its own time. */
interface CountedPost {
  readonly topic_id: number;
  readonly created_ms: number;
}

/**
 * Counts a post for other terms than before. What is not counted is not taken
 * off, so that no count falls below 0 and an hour holds what its minutes hold.
 */
export async function moveTerms(
  trx: Transaction<Tables>,
  dialect: Dialect,
  post: CountedPost,
  { from, to }: { from: readonly Term[]; to: readonly Term[] },
): Promise<void> {
  const lost = await findCounted(trx, post, without(from, to));
  const won = without(to, from);
  const rows = [MINUTE, HOUR].flatMap((step) => {
    const place = { topic_id: post.topic_id, step, t: startOf(post, step) };
    return [
      ...lost.map((term) => ({ ...place, ...term, count: -1 })),
      ...won.map((term) => ({ ...place, ...term, count: 1 })),
    ];
  });
  await addTermRows(trx, dialect, rows);
  for (const step of [MINUTE, HOUR]) {
    for (const [kind, terms] of Map.groupBy(lost, (term) => term.kind)) {
      await trx.deleteFrom("terms").where("topic_id", "=", post.topic_id)
        .where("step", "=", step).where("t", "=", startOf(post, step))
        .where("kind", "=", kind)
        .where("term", "in", terms.map(({ term }) => term))
        .where("count", "<=", 0).execute();
    }
  }
}

function startOf({ created_ms }: CountedPost, step: number): number {
  return Math.floor(created_ms / 1_000 / step) * step;
}

function keyOf({ kind, term }: { kind: string; term: string }): string {
  return `${kind} ${term}`;
}

function without(terms: readonly Term[], others: readonly Term[]): Term[] {
  const keys = new Set(others.map(keyOf));
  return terms.filter((term) => !keys.has(keyOf(term)));
}

/** Those that the post's minute counts. */
async function findCounted(
  trx: Transaction<Tables>,
  post: CountedPost,
  terms: readonly Term[],
): Promise<Term[]> {
  if (terms.length === 0) return [];
  const rows = await trx.selectFrom("terms").select(["kind", "term"])
    .where("topic_id", "=", post.topic_id).where("step", "=", MINUTE)
    .where("t", "=", startOf(post, MINUTE))
    .where("kind", "in", [...new Set(terms.map(({ kind }) => kind))])
    .where("term", "in", [...new Set(terms.map(({ term }) => term))])
    .where("count", ">", 0).execute();
  const counted = new Set(rows.map(keyOf));
  return terms.filter((term) => counted.has(keyOf(term)));
}
