import { type Kysely, type RawBuilder, sql, type Transaction } from "kysely";
import { scorePost } from "../../domain/pipeline/log_entry.ts";
import { SCORER_VERSION } from "../../domain/sentiment/model.ts";
import { repeat } from "../../domain/time/retry.ts";
import { letOthersRun } from "../../domain/time/turns.ts";
import type { Database } from "../connection/database.ts";
import { readRescoring, type Rescoring } from "../connection/rescoring.ts";
import {
  SCORE_COLUMNS,
  type ScoredRow,
  toScoredRow,
} from "../connection/scores.ts";
import { chunksOf, insertRows, writeMeta } from "../connection/statements.ts";
import type { Tables } from "../connection/tables.ts";
import { retryTransaction, takeSeqs } from "../connection/transactions.ts";
import { wordsOf } from "../read/topics.ts";
import { moveScores } from "./rollups.ts";

/** Posts of one transaction, for which all others wait. */
const SLICE = 32;

/** Posts that are looked at together. */
const PAGE = 1_024;

/**
 * Who polls for changes has read a post after this time: then only its topic's
 * totals change, and nobody counts it twice.
 */
const MIN_AGE_MS = 60_000;

/** Options for {@linkcode keepScored}. */
interface KeepScoredOptions {
  readonly signal: AbortSignal;
  /** Called after each step. */
  readonly onStep?: (state: Rescoring) => void;
  /** Called when a step failed; it is tried again. */
  readonly onError?: (error: unknown) => void;
  /** How long to wait where there is nothing to do. @default {1000} */
  intervalMs?: number;
}

/**
 * Keeps all posts scored by this version of the scorer: those of an older one are
 * scored again, oldest first, with a pause as long as it took after each slice.
 * Several processes may do it at once, of several versions: the newest holds.
 */
export async function keepScored(
  db: Database,
  options: KeepScoredOptions,
): Promise<void> {
  const { signal, onStep, onError = () => {}, intervalMs = 1_000 } = options;
  await repeat(async () => {
    const startMs = performance.now();
    const state = await rescoreSlice(db);
    if (!state) return;
    onStep?.(state);
    return Math.max(1, performance.now() - startMs);
  }, { signal, everyMs: intervalMs, onError });
}

/** Options for {@linkcode rescoreSlice}. */
interface RescoreOptions {
  /** Milliseconds since the epoch. @default {Date.now()} */
  nowMs?: number;
}

/**
 * Takes the next step of {@linkcode keepScored}: scores some posts again and
 * moves their counts, in one transaction with how far it got. Terms stay as
 * they were counted.
 *
 * @returns How far it got; null if there is nothing to do.
 */
export async function rescoreSlice(
  db: Database,
  { nowMs = Date.now() }: RescoreOptions = {},
): Promise<Rescoring | null> {
  const state = await readRescoring(db.kysely);
  const { value: last } = await db.kysely.selectFrom("counters")
    .select("value").where("name", "=", "seq").executeTakeFirstOrThrow();
  if (state === undefined || state.version < SCORER_VERSION) {
    return await begin(db, state, last);
  }
  const isBehind = state.through < state.last || last - state.through >= PAGE;
  if (state.version > SCORER_VERSION || !isBehind) return null;
  const { posts, through } = await findNext(db.kysely, state, last, nowMs);
  if (through === state.through) return null;
  const next = { ...state, through };
  const scored = await scoreAll(db.kysely, posts);
  return await writeSlice(db, scored, { state, next }) ? next : null;
}

async function begin(
  db: Database,
  state: Rescoring | undefined,
  last: number,
): Promise<Rescoring | null> {
  const row = await db.kysely.selectFrom("posts").select("seq").orderBy("seq")
    .limit(1).executeTakeFirst();
  const first = row?.seq ?? last + 1;
  const next = { version: SCORER_VERSION, through: first - 1, first, last };
  return await writeSlice(db, [], { state, next }) ? next : null;
}

const COLUMNS = [
  ...["seq", "topic_id", "created_ms", "text", "lang"] as const,
  ...SCORE_COLUMNS,
] as const;

type Row =
  & Pick<Tables["posts"], "topic_id" | "created_ms" | "text" | "lang">
  & {
    readonly seq: number;
  }
  & ScoredRow;

/** The next posts of an older scorer, and the `seq` up to which there are no others. */
async function findNext(
  db: Kysely<Tables>,
  { through }: Rescoring,
  last: number,
  nowMs: number,
): Promise<{ posts: Row[]; through: number }> {
  const page = await db.selectFrom("posts")
    .select(["seq", "scorer", "deleted", "received_ms"])
    .where("seq", ">", through).where("seq", "<=", last)
    .orderBy("seq").limit(PAGE).execute();
  const old = page.filter(({ scorer, deleted }) =>
    scorer < SCORER_VERSION && deleted === 0
  );
  const end = old.findIndex(({ received_ms }, i) =>
    i === SLICE || received_ms > nowMs - MIN_AGE_MS
  );
  const seqs = (end < 0 ? old : old.slice(0, end)).map(({ seq }) => seq);
  const posts = seqs.length === 0 ? [] : await readRows(db, seqs);
  if (end >= 0) return { posts, through: old[end]!.seq - 1 };
  return { posts, through: page.length < PAGE ? last : page.at(-1)!.seq };
}

async function readRows(
  db: Kysely<Tables>,
  seqs: readonly number[],
): Promise<Row[]> {
  return await db.selectFrom("posts").select(COLUMNS).where("seq", "in", seqs)
    .where("scorer", "<", SCORER_VERSION).where("deleted", "=", 0)
    .orderBy("seq").execute();
}

/** What becomes of the columns of a post. */
interface Rescored {
  readonly before: Row;
  readonly after: ScoredRow & Pick<Tables["posts"], "positive" | "negative">;
}

async function scoreAll(
  db: Kysely<Tables>,
  rows: readonly Row[],
): Promise<Rescored[]> {
  const ids = new Set(rows.map(({ topic_id }) => topic_id));
  const topics = ids.size === 0 ? [] : await db.selectFrom("topics")
    .select(["id", "query"]).where("id", "in", [...ids]).execute();
  const words = new Map(topics.map(({ id, query }) => [id, wordsOf(query)]));
  const scored: Rescored[] = [];
  for (const before of rows) {
    const ignore = words.get(before.topic_id);
    if (!ignore) continue; // it was purged just now
    const scoring = scorePost(before, ignore);
    const { positive, negative } = scoring;
    const after = { ...toScoredRow(scoring), positive, negative };
    scored.push({ before, after });
    await letOthersRun();
  }
  return scored;
}

/** Writes scores and counts, and how far it got; false if another process was faster, or an author. */
async function writeSlice(
  db: Database,
  scored: readonly Rescored[],
  { state, next }: { state: Rescoring | undefined; next: Rescoring },
): Promise<boolean> {
  return await retryTransaction(db, async (trx) => {
    const seq = await takeSeqs(trx, scored.length > 0 ? 1 : 0);
    const now = await readRescoring(trx);
    if (JSON.stringify(now) !== JSON.stringify(state)) return false;
    if (scored.length > 0 && !await writeScores(trx, seq, scored)) return false;
    await writeMeta(trx, "rescored", JSON.stringify(next));
    return true;
  });
}

async function writeScores(
  trx: Transaction<Tables>,
  seq: number,
  scored: readonly Rescored[],
): Promise<boolean> {
  const before = scored.map((one) => one.before);
  const stored = await readRows(trx, before.map((row) => row.seq));
  if (JSON.stringify(stored) !== JSON.stringify(before)) return false;
  for (const some of chunksOf(scored, "sqlite")) await updatePosts(trx, some);
  const moved = await moveScores(
    trx,
    scored.map(({ before, after }) => ({
      ...{ post: before, from: before, to: after },
    })),
  );
  const none = { positive: 0, negative: 0, neutral: 0, score: 0 };
  // No post has such a number: the change is that of a topic.
  const edits = [...new Set(before.map((row) => row.topic_id))].map((id) => ({
    ...{ seq, topic_id: id, post_seq: -id, ...none, ...moved.get(id) },
  }));
  await insertRows(trx, "edits", edits);
  return true;
}

/** One statement for all: on MySQL each is a round trip. */
async function updatePosts(
  trx: Transaction<Tables>,
  scored: readonly Rescored[],
): Promise<void> {
  const names = [...SCORE_COLUMNS, "positive", "negative"] as const;
  const assignments = names.map((name): RawBuilder<unknown> => {
    const cases = scored.map(({ before, after }) =>
      sql`when ${before.seq} then ${after[name]}`
    );
    return sql`${sql.ref(name)} = case seq ${sql.join(cases, sql` `)} end`;
  });
  await sql`update posts set ${sql.join(assignments)}
    where seq in (${sql.join(scored.map(({ before }) => before.seq))})`
    .execute(trx);
}
