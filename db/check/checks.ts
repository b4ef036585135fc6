import {
  type Kysely,
  type RawBuilder,
  type Selectable,
  sql,
  type SqlBool,
} from "kysely";
import {
  type Check,
  type CheckedPost,
  type CheckStart,
  LEAST_LABELS,
  type StoredLabel,
  toByMood,
  toCheckPool,
} from "../../domain/check/check.ts";
import { SCORER_VERSION } from "../../domain/sentiment/model.ts";
import type { TimeRange } from "../../domain/time/range.ts";
import type { Database } from "../connection/database.ts";
import { insertRows } from "../connection/statements.ts";
import type { Tables } from "../connection/tables.ts";
import { retryTransaction } from "../connection/transactions.ts";
import { type StoredTopic, toIgnoredColumn } from "../read/topics.ts";
import type { Sample } from "./sample.ts";

/** What a check begins with. */
export interface NewCheck {
  readonly range: TimeRange;
  /** Posts to label: the first of the sample. The others say how the scorer sees that time. */
  readonly size: number;
  readonly sample: Sample;
  /** Posts of the topic. */
  readonly topicPosts: number;
  readonly nowMs: number;
}

/** Stores a check; returns its id. */
export async function addCheck(
  db: Database,
  { id: topicId, query, ignored }: Pick<
    StoredTopic,
    "id" | "query" | "ignored"
  >,
  { range, size, sample, topicPosts, nowMs }: NewCheck,
): Promise<number> {
  const { posts, total } = sample;
  const others = posts.length < total ? posts.slice(size) : posts;
  const pool = toCheckPool(
    (others.length > 0 ? others : posts).map(({ p }) => p),
  );
  return await retryTransaction(db, async (trx) => {
    const { insertId } = await trx.insertInto("checks").values({
      ...{ topic_id: topicId, query, topic_posts: topicPosts },
      ignored: toIgnoredColumn(ignored),
      ...{ from_t: range.from, to_t: range.to, posts: total },
      ...{ pool: JSON.stringify(pool), scorer: SCORER_VERSION },
      created_ms: nowMs,
    }).executeTakeFirstOrThrow();
    const check_id = Number(insertId);
    const rows = posts.slice(0, size).map(({ seq, p }, place) => ({
      ...{ check_id, place, post_seq: seq },
      p_negative: Math.round(1_000 * p.negative),
      p_positive: Math.round(1_000 * p.positive),
    }));
    await insertRows(trx, "check_posts", rows);
    return check_id;
  });
}

/** Stores a reader's label of a post of a check, instead of the one before; false if there is no such post. */
export async function setLabel(
  db: Database,
  { checkId, place }: { checkId: number; place: number },
  { reader, label, createdMs }: StoredLabel,
): Promise<boolean> {
  return await retryTransaction(db, async (trx) => {
    const post = await trx.selectFrom("check_posts").select("place")
      .where("check_id", "=", checkId).where("place", "=", place)
      .executeTakeFirst();
    if (!post) return false;
    const row = { check_id: checkId, place, reader, label };
    await insertRows(
      trx,
      "labels",
      [{ ...row, created_ms: createdMs }],
      "replace",
    );
    return true;
  });
}

/** Deletes a reader's labels of a check; of one post if its place is given. */
export async function deleteLabels(
  db: Kysely<Tables>,
  checkId: number,
  reader: string,
  place?: number,
): Promise<void> {
  let query = db.deleteFrom("labels").where("check_id", "=", checkId)
    .where("reader", "=", reader);
  if (place !== undefined) query = query.where("place", "=", place);
  await query.execute();
}

/** Deletes a check of a topic with its labels. */
export async function deleteCheck(
  db: Database,
  topicId: number,
  checkId: number,
): Promise<void> {
  await retryTransaction(db, async (trx) => {
    const check = await trx.selectFrom("checks").select("id")
      .where("id", "=", checkId).where("topic_id", "=", topicId)
      .executeTakeFirst();
    if (check) await deleteWhole(trx, [checkId]);
  });
}

/** Deletes all checks of a topic. */
export async function deleteChecks(
  trx: Kysely<Tables>,
  topicId: number,
): Promise<void> {
  const rows = await trx.selectFrom("checks").select("id")
    .where("topic_id", "=", topicId).execute();
  await deleteWhole(trx, rows.map(({ id }) => id));
}

async function deleteWhole(
  trx: Kysely<Tables>,
  ids: readonly number[],
): Promise<void> {
  if (ids.length === 0) return;
  for (const table of ["labels", "check_posts"] as const) {
    await trx.deleteFrom(table).where("check_id", "in", ids).execute();
  }
  await trx.deleteFrom("checks").where("id", "in", ids).execute();
}

/** Whether any post is to be labelled. */
export async function hasChecks(db: Kysely<Tables>): Promise<boolean> {
  const row = await db.selectFrom("check_posts").select("place").limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Takes posts out of all checks, with their labels. */
export async function deleteChecked(
  trx: Kysely<Tables>,
  ofPosts: RawBuilder<unknown>,
): Promise<void> {
  const rows = await trx.selectFrom("posts")
    .innerJoin("check_posts", "check_posts.post_seq", "posts.seq")
    .select(["check_posts.check_id", "check_posts.place"])
    .where(sql<SqlBool>`${ofPosts}`).execute();
  for (const { check_id, place } of rows) {
    for (const table of ["labels", "check_posts"] as const) {
      await trx.deleteFrom(table).where("check_id", "=", check_id)
        .where("place", "=", place).execute();
    }
  }
}

/** The newest checks of a topic. */
export interface NewestChecks {
  /** Null if there is none. */
  readonly newest: Check | null;
  /** The newest with enough labels for a result; null if there is none. */
  readonly labelled: Check | null;
}

/** Checks that are looked through for one with labels. */
const MOST_LOOKED = 10;

/** Reads the newest checks of a topic. */
export async function readNewestChecks(
  db: Kysely<Tables>,
  topicId: number,
): Promise<NewestChecks> {
  const rows = await db.selectFrom("checks").selectAll()
    .where("topic_id", "=", topicId).orderBy("id", "desc").limit(MOST_LOOKED)
    .execute();
  let newest: Check | null = null;
  for (const row of rows) {
    const check = await readCheck(db, row);
    newest ??= check;
    const labelled = check.checked.filter(({ labels }) =>
      labels.some(({ label }) => label !== "skip")
    );
    const enough = Math.min(LEAST_LABELS, check.checked.length);
    if (labelled.length > 0 && labelled.length >= enough) {
      return { newest, labelled: check };
    }
  }
  return { newest, labelled: null };
}

async function readCheck(
  db: Kysely<Tables>,
  row: Selectable<Tables["checks"]>,
): Promise<Check> {
  const posts = await db.selectFrom("check_posts").selectAll()
    .where("check_id", "=", row.id).orderBy("place").execute();
  const labels = await db.selectFrom("labels").selectAll()
    .where("check_id", "=", row.id).orderBy("created_ms").execute();
  const byPlace = Map.groupBy(labels, ({ place }) => place);
  const topic = await db.selectFrom("topics").select("ignored")
    .where("id", "=", row.topic_id).executeTakeFirst();
  const start: CheckStart = {
    ...{ id: row.id, from: row.from_t, to: row.to_t, posts: row.posts },
    ...{ pool: JSON.parse(row.pool), scorer: row.scorer, query: row.query },
    ...{ topicPosts: row.topic_posts, createdMs: row.created_ms },
    hasSameWords: topic?.ignored === row.ignored,
  };
  return {
    ...start,
    checked: posts.map((post): CheckedPost => ({
      ...{ place: post.place, seq: post.post_seq },
      p: toByMood({
        pNegative: post.p_negative / 1_000,
        pPositive: post.p_positive / 1_000,
      }),
      labels: (byPlace.get(post.place) ?? []).map((
        { reader, label, created_ms },
      ) => ({ reader, label, createdMs: created_ms })),
    })),
  };
}
