import { type Kysely, sql, type SqlBool, type Transaction } from "kysely";
import { DAY, HOUR } from "../../domain/time/range.ts";
import { type Database, dialectOf } from "../connection/database.ts";
import { BUCKET_SUMS } from "../connection/scores.ts";
import { insertRows } from "../connection/statements.ts";
import type { Tables } from "../connection/tables.ts";
import { writeAlone } from "../connection/transactions.ts";

/** A day of a topic whose counts are not summed up. */
export interface StaleDay {
  readonly topic_id: number;
  /** Its start in seconds since the epoch. */
  readonly t: number;
  /** The position of the commit order at which it changed last. */
  readonly seq: number;
}

/** Start of the day, UTC, that a time in milliseconds lies in, in seconds. */
export function dayOf(createdMs: number): number {
  return Math.floor(createdMs / 1_000 / DAY) * DAY;
}

/** Marks the days of posts whose counts change in this transaction, which has a position of its own. */
export async function markStale(
  trx: Transaction<Tables>,
  posts: readonly { readonly topicId: number; readonly createdMs: number }[],
): Promise<void> {
  const days = new Map(posts.map(({ topicId, createdMs }) => {
    const t = dayOf(createdMs);
    return [`${topicId} ${t}`, { topic_id: topicId, t }];
  }));
  const seq = sql<number>`(select value from counters where name = 'seq')`;
  const rows = [...days.values()].map((day) => ({ ...day, seq }))
    .sort((a, b) => a.topic_id - b.topic_id || a.t - b.t);
  await insertRows(trx, "stale_days", rows, "replace");
}

/** Posts of an hour from which on each kind of its terms is summed up by itself. */
const MANY_POSTS = 1_000;

/**
 * Sums up the hours of days that are over, an hour a transaction, so that others
 * wait little. A day that changed since `before` waits for the next call: while an
 * old file is read, its days change again and again.
 *
 * @returns The days that are still to be summed up.
 */
export async function sumDays(
  db: Database,
  before: readonly StaleDay[],
  options: { nowMs?: number; signal?: AbortSignal } = {},
): Promise<StaleDay[]> {
  const { nowMs = Date.now(), signal } = options;
  const known = new Map(before.map((day) => [`${day.topic_id} ${day.t}`, day]));
  const left: StaleDay[] = [];
  for (const day of await findEnded(db.kysely, nowMs)) {
    if (signal?.aborted) break;
    const isQuiet = day.seq === 0 ||
      known.get(`${day.topic_id} ${day.t}`)?.seq === day.seq;
    if (!isQuiet || !await sumDay(db, day)) left.push(day);
  }
  return left;
}

/** Days of a call. */
const MAX_DAYS = 1_000;

/** Stale days of current topics that are over, newest first. */
async function findEnded(
  db: Kysely<Tables>,
  nowMs: number,
): Promise<StaleDay[]> {
  return await db.selectFrom("stale_days as d")
    .innerJoin("topics", "topics.id", "d.topic_id")
    .select(["d.topic_id", "d.t", "d.seq"])
    .where("archived_ms", "is", null).where("d.t", "<", dayOf(nowMs))
    .orderBy("d.t", "desc").limit(MAX_DAYS).execute();
}

/**
 * Sums up one day; false if it changed meanwhile, or another process sums it up.
 * Its row holds who does: a number that no position of the commit order has.
 */
async function sumDay(db: Database, day: StaleDay): Promise<boolean> {
  const { topic_id, t } = day;
  const claimed = { ...day, seq: -1 - Math.floor(Math.random() * 2 ** 50) };
  const isMine = await writeIfSame(db, day, async (trx) => {
    await trx.updateTable("stale_days").set({ seq: claimed.seq })
      .where("topic_id", "=", topic_id).where("t", "=", t).execute();
  });
  if (!isMine) return false;
  const hours = await db.kysely.selectFrom("buckets").select(["t", "posts"])
    .where("topic_id", "=", topic_id).where("step", "=", HOUR)
    .where("t", ">=", t).where("t", "<", t + DAY).orderBy("t").execute();
  if (!await dropTerms(db, claimed)) return false;
  for (const hour of hours) {
    for (const kind of await kindsOf(db.kysely, topic_id, hour)) {
      const add = (trx: Transaction<Tables>) =>
        addTerms(trx, day, hour.t, kind);
      if (!await writeIfSame(db, claimed, add)) return false;
    }
  }
  return await writeIfSame(db, claimed, async (trx) => {
    await dropRows(trx, "buckets", day);
    await sumBuckets(trx, day);
    await trx.deleteFrom("stale_days").where("topic_id", "=", topic_id)
      .where("t", "=", t).execute();
  });
}

/** Writes unless a day has changed. */
async function writeIfSame(
  db: Database,
  { topic_id, t, seq }: StaleDay,
  write: (trx: Transaction<Tables>) => Promise<void>,
): Promise<boolean> {
  return await writeAlone(db, async (trx) => {
    const stored = await trx.selectFrom("stale_days").select("seq")
      .where("topic_id", "=", topic_id).where("t", "=", t).executeTakeFirst();
    if (stored?.seq !== seq) return false;
    await write(trx);
    return true;
  });
}

/** The kinds of terms that are summed up one after another; null for all at once. */
async function kindsOf(
  db: Kysely<Tables>,
  topicId: number,
  { t, posts }: { t: number; posts: number },
): Promise<(string | null)[]> {
  if (posts < MANY_POSTS) return [null];
  const rows = await db.selectFrom("terms").select("kind").distinct()
    .where("topic_id", "=", topicId).where("step", "=", HOUR)
    .where("t", "=", t).execute();
  return rows.map(({ kind }) => kind);
}

async function addTerms(
  trx: Transaction<Tables>,
  { topic_id, t: day }: StaleDay,
  hour: number,
  kind: string | null,
): Promise<void> {
  const ofKind = kind === null ? sql`` : sql`and h.kind = ${kind}`;
  const add = dialectOf(trx) === "mysql"
    ? sql`on duplicate key update count = terms.count + values(count)`
    : sql`on conflict (topic_id, step, t, kind, term)
      do update set count = terms.count + excluded.count`;
  await sql`
    insert into terms (topic_id, step, t, kind, term, count)
    select h.topic_id, ${sql.lit(DAY)}, ${sql.lit(day)}, h.kind, h.term, h.count
      from terms as h where h.topic_id = ${topic_id}
      and h.step = ${sql.lit(HOUR)} and h.t = ${hour} ${ofKind}
    ${add}`.execute(trx);
}

async function sumBuckets(
  trx: Transaction<Tables>,
  { topic_id, t }: StaleDay,
): Promise<void> {
  // One without known squares leaves the sum unknown.
  const squares = sql`case when
    sum(case when squares is null and posts <> 0 then 1 else 0 end) = 0
    then coalesce(sum(squares), 0) end`;
  const sums = BUCKET_SUMS.map((name) =>
    name === "squares" ? squares : sql`sum(${sql.ref(name)})`
  );
  await sql`
    insert into buckets (topic_id, step, t,
      ${sql.join(BUCKET_SUMS.map((name) => sql.ref(name)))})
    select topic_id, ${sql.lit(DAY)}, ${sql.lit(t)}, ${sql.join(sums)}
      from buckets where topic_id = ${topic_id} and step = ${sql.lit(HOUR)}
      and t >= ${t} and t < ${t + DAY}
      group by topic_id`.execute(trx);
}

/** Rows that one statement deletes. */
const MAX_DROPPED = 2_000;

/** Deletes what an earlier call has summed up of a day; false if that changed meanwhile. */
async function dropTerms(db: Database, day: StaleDay): Promise<boolean> {
  while (true) {
    const last = await db.kysely.selectFrom("terms").select(["kind", "term"])
      .where("topic_id", "=", day.topic_id).where("step", "=", DAY)
      .where("t", "=", day.t).orderBy("kind").orderBy("term")
      .limit(1).offset(MAX_DROPPED).executeTakeFirst();
    const isDone = await writeIfSame(db, day, async (trx) => {
      await dropRows(trx, "terms", day, last);
    });
    if (!isDone || !last) return isDone;
  }
}

async function dropRows(
  trx: Transaction<Tables>,
  table: "buckets" | "terms",
  { topic_id, t }: Pick<StaleDay, "topic_id" | "t">,
  before?: { readonly kind: string; readonly term: string },
): Promise<void> {
  await trx.deleteFrom(table).where("topic_id", "=", topic_id)
    .where("step", "=", DAY).where("t", "=", t)
    .$if(
      before !== undefined,
      (qb) =>
        qb.where(sql<SqlBool>`(kind < ${before!.kind}
        or (kind = ${before!.kind} and term < ${before!.term}))`),
    )
    .execute();
}

/** Deletes what is summed up of a day, since counts are taken from it. */
export async function dropDay(
  trx: Transaction<Tables>,
  topicId: number,
  createdMs: number,
): Promise<void> {
  const day = { topic_id: topicId, t: dayOf(createdMs) };
  await dropRows(trx, "buckets", day);
  await dropRows(trx, "terms", day);
  await markStale(trx, [{ topicId, createdMs }]);
}
