import {
  type Insertable,
  type RawBuilder,
  sql,
  type Transaction,
} from "kysely";
import type { PostEntry } from "../../domain/pipeline/log_entry.ts";
import { sentimentOf } from "../../domain/post/post.ts";
import { SOURCE_KIND, type Term } from "../../domain/post/term.ts";
import type { Dialect } from "../connection/database.ts";
import { chunksOf } from "../connection/statements.ts";
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

/** Seconds that a bucket spans. */
const BUCKET_STEPS = [10, 60, 3_600] as const;

type BucketRow = Insertable<Tables["buckets"]> & { squares: number };

/** Adds posts to the counts of the buckets that they fall into by their own time. */
export async function addToBuckets(
  trx: Transaction<Tables>,
  dialect: Dialect,
  posts: readonly PostEntry[],
): Promise<void> {
  await addBucketRows(trx, dialect, countByBucket(posts));
}

/** Rows in the order of their key, so that two writers lock them in one order. */
function countByBucket(posts: readonly PostEntry[]): BucketRow[] {
  const rows = new Map<string, BucketRow>();
  for (const post of posts) {
    const sentiment = sentimentOf(post.score);
    for (const step of BUCKET_STEPS) {
      const t = Math.floor(post.createdMs / 1_000 / step) * step;
      const key = `${post.topicId} ${step} ${t}`;
      const row = rows.get(key) ?? emptyRow(post.topicId, step, t);
      row.posts++;
      row[sentiment]++;
      row.score += post.score;
      row.squares += post.score ** 2;
      rows.set(key, row);
    }
  }
  return [...rows.values()].sort((a, b) =>
    a.topic_id - b.topic_id || a.step - b.step || a.t - b.t
  );
}

function emptyRow(topic_id: number, step: number, t: number): BucketRow {
  return {
    topic_id,
    step,
    t,
    posts: 0,
    positive: 0,
    negative: 0,
    neutral: 0,
    score: 0,
    squares: 0,
  };
}

const COUNTS = [
  "posts",
  "positive",
  "negative",
  "neutral",
  "score",
  "squares",
] as const;

/** Adds counts of posts, of which some may be below 0, to those that are stored; what is not known (null) stays so. */
export async function addBucketRows(
  trx: Transaction<Tables>,
  dialect: Dialect,
  rows: readonly Insertable<Tables["buckets"]>[],
): Promise<void> {
  for (const chunk of chunksOf(rows, dialect)) {
    const insert = trx.insertInto("buckets").values(chunk);
    if (dialect === "mysql") {
      await insert.onDuplicateKeyUpdate(
        sums((name) => sql`values(${sql.ref(name)})`),
      ).execute();
    } else {
      const update = sums((name) => sql.ref(`excluded.${name}`));
      await insert.onConflict((oc) =>
        oc.columns(["topic_id", "step", "t"]).doUpdateSet(update)
      ).execute();
    }
  }
}

function sums(
  added: (name: string) => RawBuilder<number>,
): Record<typeof COUNTS[number], RawBuilder<number>> {
  return Object.fromEntries(
    COUNTS.map((
      name,
    ) => [name, sql<number>`buckets.${sql.ref(name)} + ${added(name)}`]),
  ) as Record<typeof COUNTS[number], RawBuilder<number>>;
}

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

/** Adds counts of terms, of which some may be below 0, to those that are stored. */
export async function addTermRows(
  trx: Transaction<Tables>,
  dialect: Dialect,
  rows: readonly Tables["terms"][],
): Promise<void> {
  for (const chunk of chunksOf(rows, dialect)) {
    const insert = trx.insertInto("terms").values(chunk);
    if (dialect === "mysql") {
      await insert.onDuplicateKeyUpdate({
        count: sql`terms.count + values(count)`,
      }).execute();
    } else {
      await insert.onConflict((oc) =>
        oc.columns(["topic_id", "step", "t", "kind", "term"])
          .doUpdateSet({ count: sql`terms.count + excluded.count` })
      ).execute();
    }
  }
}
