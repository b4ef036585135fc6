import type { Transaction } from "kysely";
import type { PostEntry } from "../../domain/pipeline/log_entry.ts";
import { SOURCE_KIND, type Term } from "../../domain/post/post.ts";
import { BUCKET_STEPS, HOUR, MINUTE } from "../../domain/time/range.ts";
import {
  addToCounts,
  BUCKET_SUMS,
  type BucketCounts,
  noCounts,
  type ScoredRow,
  toScoredRow,
} from "../connection/scores.ts";
import { insertRows } from "../connection/statements.ts";
import type { Tables } from "../connection/tables.ts";
import { markStale } from "./days.ts";

/** Seconds that a count of terms spans. */
const TERM_STEPS = [MINUTE, HOUR];

/** Counts posts, their terms and their sources at their own times. */
export async function countPosts(
  trx: Transaction<Tables>,
  posts: readonly PostEntry[],
): Promise<void> {
  await insertRows(trx, "buckets", bucketRows(posts), "add");
  await insertRows(trx, "terms", termRows(posts), "add");
  await markStale(trx, posts);
}

type BucketRow =
  & Pick<Tables["buckets"], "topic_id" | "step" | "t">
  & BucketCounts;

/** Rows in the order of their key, so that two writers lock them in one order. */
function bucketRows(posts: readonly PostEntry[]): BucketRow[] {
  const rows = new Map<string, BucketRow>();
  for (const post of posts) {
    const scored = toScoredRow(post);
    for (const step of BUCKET_STEPS) {
      const t = startOfBucket(post.createdMs, step);
      const key = `${post.topicId} ${step} ${t}`;
      const row = rows.get(key) ?? emptyRow(post.topicId, step, t);
      addToCounts(row, scored);
      rows.set(key, row);
    }
  }
  return inOrder(rows);
}

function inOrder<Row extends Pick<BucketRow, "topic_id" | "step" | "t">>(
  rows: ReadonlyMap<string, Row>,
): Row[] {
  return [...rows.values()].sort((a, b) =>
    a.topic_id - b.topic_id || a.step - b.step || a.t - b.t
  );
}

function emptyRow(topic_id: number, step: number, t: number): BucketRow {
  return { topic_id, step, t, ...noCounts() };
}

/** Rows in the order of their key, so that two writers lock them in one order. */
function termRows(posts: readonly PostEntry[]): Tables["terms"][] {
  const places = new Map<string, TermPlace>();
  for (const { topicId, createdMs, terms, source } of posts) {
    for (const step of TERM_STEPS) {
      const t = startOfBucket(createdMs, step);
      const key = `${topicId} ${step} ${t}`;
      let place = places.get(key);
      if (!place) {
        place = { topic_id: topicId, step, t, rows: new Map() };
        places.set(key, place);
      }
      for (const { kind, term } of terms) countTerm(place, kind, term);
      countTerm(place, SOURCE_KIND, source);
    }
  }
  return inOrder(places).flatMap(({ rows }) =>
    [...rows].sort(([a], [b]) => a < b ? -1 : 1).map(([, row]) => row)
  );
}

/** A bucket of terms. */
interface TermPlace extends Pick<Tables["terms"], "topic_id" | "step" | "t"> {
  /** By kind and term. */
  readonly rows: Map<string, Tables["terms"]>;
}

function countTerm(
  { topic_id, step, t, rows }: TermPlace,
  kind: string,
  term: string,
): void {
  const key = `${kind} ${term}`;
  const row = rows.get(key);
  if (row) row.count++;
  else rows.set(key, { topic_id, step, t, kind, term, count: 1 });
}

/** Start of the bucket that a post's time lies in, in seconds. */
function startOfBucket(createdMs: number, step: number): number {
  return Math.floor(createdMs / 1_000 / step) * step;
}

/** A counted post, by its topic and its own time. */
type CountedPost = Pick<Tables["posts"], "topic_id"> & {
  readonly created_ms: number;
};

/** How the scoring of a post changes. */
interface ScoreChange {
  readonly post: CountedPost;
  readonly from: ScoredRow;
  readonly to: ScoredRow;
}

/** What changes in the counts of a topic that are shown live. */
type LiveChange = Pick<
  BucketRow,
  "positive" | "negative" | "neutral" | "score"
>;

/**
 * Counts posts with other scorings than before.
 *
 * @returns What changed in the counts of their topics, by the topic's id.
 */
export async function moveScores(
  trx: Transaction<Tables>,
  changes: readonly ScoreChange[],
): Promise<Map<number, LiveChange>> {
  const rows = new Map<string, BucketRow>();
  const byTopic = new Map<number, LiveChange>();
  for (const { post, from, to } of changes) {
    for (const step of BUCKET_STEPS) {
      const t = startOfBucket(post.created_ms, step);
      const key = `${post.topic_id} ${step} ${t}`;
      const row = rows.get(key) ?? emptyRow(post.topic_id, step, t);
      addToCounts(row, from, -1);
      addToCounts(row, to);
      rows.set(key, row);
    }
  }
  const changed = inOrder(rows).filter((row) =>
    BUCKET_SUMS.some((name) => row[name] !== 0)
  );
  await insertRows(trx, "buckets", changed, "add");
  for (const row of changed) {
    if (row.step !== HOUR) continue;
    const sum = byTopic.get(row.topic_id) ?? noCounts();
    byTopic.set(row.topic_id, {
      positive: sum.positive + row.positive,
      negative: sum.negative + row.negative,
      neutral: sum.neutral + row.neutral,
      score: sum.score + row.score,
    });
  }
  for (const [topicId, { positive, negative }] of byTopic) {
    await keepLost(trx, topicId, {
      posts: 0,
      positive: Math.max(0, -positive),
      negative: Math.max(0, -negative),
    });
  }
  await markStale(
    trx,
    changed.map(({ topic_id, t }) => ({
      topicId: topic_id,
      createdMs: t * 1_000,
    })),
  );
  return byTopic;
}

/**
 * Counts a post for other terms than before. What was not counted is not
 * subtracted, so that no count falls below 0 and an hour is the sum of its minutes.
 */
export async function moveTerms(
  trx: Transaction<Tables>,
  post: CountedPost,
  { from, to }: { from: readonly Term[]; to: readonly Term[] },
): Promise<void> {
  const lost = await findCounted(trx, post, without(from, to));
  const won = without(to, from);
  const places = TERM_STEPS.map((step) => ({
    topic_id: post.topic_id,
    step,
    t: startOfBucket(post.created_ms, step),
  }));
  const rows = places.flatMap((place) => [
    ...lost.map((term) => ({ ...place, ...term, count: -1 })),
    ...won.map((term) => ({ ...place, ...term, count: 1 })),
  ]);
  await insertRows(trx, "terms", rows, "add");
  const { topic_id: topicId, created_ms: createdMs } = post;
  if (rows.length > 0) await markStale(trx, [{ topicId, createdMs }]);
  for (const { step, t } of places) {
    for (const [kind, terms] of Map.groupBy(lost, (term) => term.kind)) {
      await trx.deleteFrom("terms").where("topic_id", "=", post.topic_id)
        .where("step", "=", step).where("t", "=", t).where("kind", "=", kind)
        .where("term", "in", terms.map(({ term }) => term))
        .where("count", "<=", 0).execute();
    }
  }
}

function keyOf({ kind, term }: { kind: string; term: string }): string {
  return `${kind} ${term}`;
}

function without(terms: readonly Term[], others: readonly Term[]): Term[] {
  const keys = new Set(others.map(keyOf));
  return terms.filter((term) => !keys.has(keyOf(term)));
}

/** Those terms that the post's minute counts. */
async function findCounted(
  trx: Transaction<Tables>,
  { topic_id, created_ms }: CountedPost,
  terms: readonly Term[],
): Promise<Term[]> {
  if (terms.length === 0) return [];
  const rows = await trx.selectFrom("terms").select(["kind", "term"])
    .where("topic_id", "=", topic_id).where("step", "=", MINUTE)
    .where("t", "=", startOfBucket(created_ms, MINUTE))
    .where("kind", "in", [...new Set(terms.map(({ kind }) => kind))])
    .where("term", "in", [...new Set(terms.map(({ term }) => term))])
    .where("count", ">", 0).execute();
  const counted = new Set(rows.map(keyOf));
  return terms.filter((term) => counted.has(keyOf(term)));
}

/** Notes that counts of a topic went down, for metrics that must not. */
export async function keepLost(
  trx: Transaction<Tables>,
  topicId: number,
  lost: Pick<BucketRow, "posts" | "positive" | "negative">,
): Promise<void> {
  if (Object.values(lost).every((count) => count === 0)) return;
  const topic = await trx.selectFrom("topics").select("slug")
    .where("id", "=", topicId).executeTakeFirst();
  if (!topic) return;
  await insertRows(trx, "lost_counts", [{ slug: topic.slug, ...lost }], "add");
}
