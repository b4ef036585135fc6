import type { Kysely } from "kysely";
import { SCORER_VERSION } from "../../domain/sentiment/model.ts";
import { repeat } from "../../domain/time/retry.ts";
import type { Database } from "../connection/database.ts";
import { readRescoring, type Rescoring } from "../connection/rescoring.ts";
import { writeMeta } from "../connection/statements.ts";
import type { Tables } from "../connection/tables.ts";
import {
  readSeq,
  retryTransaction,
  takeSeqs,
} from "../connection/transactions.ts";
import { rescoreTopicSlice } from "./rescore_topics.ts";
import {
  MIN_AGE_MS,
  readRows,
  type Rescored,
  type Row,
  scoreAll,
  SLICE,
  writeScores,
} from "./scores.ts";

/** Posts that are looked at together. */
const PAGE = 1_024;

/** Options for {@linkcode keepScored}. */
interface KeepScoredOptions {
  readonly signal: AbortSignal;
  /** Called after each step of a new version. */
  readonly onStep?: (state: Rescoring) => void;
  /** Called when a step failed; it is tried again. */
  readonly onError?: (error: unknown) => void;
  /** How long to wait where there is nothing to do. @default {1000} */
  intervalMs?: number;
}

/**
 * Keeps all posts scored by this version of the scorer, and by the words that
 * carry no sentiment for their topics: the others are scored again, oldest first,
 * with a pause as long as it took after each slice.
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
    if (state) onStep?.(state);
    else if (!await rescoreTopicSlice(db)) return;
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
  const last = await readSeq(db.kysely);
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
  const posts = await readRows(db, seqs, SCORER_VERSION - 1);
  if (end >= 0) return { posts, through: old[end]!.seq - 1 };
  return { posts, through: page.length < PAGE ? last : page.at(-1)!.seq };
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
    if (!await writeScores(trx, seq, scored)) return false;
    await writeMeta(trx, "rescored", JSON.stringify(next));
    return true;
  });
}
