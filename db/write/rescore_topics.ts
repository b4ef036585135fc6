import type { Kysely, Selectable, Transaction } from "kysely";
import { SCORER_VERSION } from "../../domain/sentiment/model.ts";
import type { Database } from "../connection/database.ts";
import { readRescoring } from "../connection/rescoring.ts";
import { insertRows } from "../connection/statements.ts";
import type { Tables } from "../connection/tables.ts";
import {
  readSeq,
  retryTransaction,
  takeSeqs,
} from "../connection/transactions.ts";
import { POSTS_BY_TOPIC } from "../read/posts.ts";
import {
  MIN_AGE_MS,
  readRows,
  type Rescored,
  scoreAll,
  SLICE,
  writeScores,
} from "./scores.ts";

/** Posts that are scored together; only those whose score changes are written. */
const PAGE = 256;

/** Others have read the topic's new words by then, and stored what they scored before. */
const OPEN_MS = 60_000;

/** How far a topic's posts are scored again. */
type TopicRescoring = Selectable<Tables["rescorings"]>;

/**
 * Lets the posts of a topic be scored again, as other words carry no sentiment
 * for it now: those that are stored, and those that others still store as before.
 */
export async function startRescoring(
  trx: Transaction<Tables>,
  topicId: number,
  nowMs: number,
): Promise<void> {
  const row = await trx.selectFrom(POSTS_BY_TOPIC).select("seq")
    .where("topic_id", "=", topicId).orderBy("seq").limit(1).executeTakeFirst();
  const last = await readSeq(trx);
  const first = row?.seq ?? last + 1;
  await insertRows(trx, "rescorings", [{
    ...{ topic_id: topicId, through: first - 1, first, last },
    open_ms: nowMs + OPEN_MS,
  }], "replace");
}

/** The newest `seq`. */
/** Options for {@linkcode rescoreTopicSlice}. */
interface RescoreTopicOptions {
  /** Milliseconds since the epoch. @default {Date.now()} */
  nowMs?: number;
}

/**
 * Takes the next step of what {@linkcode startRescoring} began: scores some posts
 * again and moves their counts, in one transaction with how far it got. Terms stay
 * as they were counted.
 *
 * @returns False if there is nothing to do, or not yet.
 */
export async function rescoreTopicSlice(
  db: Database,
  { nowMs = Date.now() }: RescoreTopicOptions = {},
): Promise<boolean> {
  const tasks = await db.kysely.selectFrom("rescorings").selectAll()
    .orderBy("topic_id").execute();
  if (tasks.length === 0) return false;
  const version = await readRescoring(db.kysely);
  if (version && version.version > SCORER_VERSION) return false;
  for (const task of tasks) {
    if (await takeStep(db, task, nowMs)) return true;
  }
  return false;
}

async function takeStep(
  db: Database,
  task: TopicRescoring,
  nowMs: number,
): Promise<boolean> {
  const isClosed = nowMs >= task.open_ms;
  const open = {
    ...task,
    last: task.open_ms > 0 ? await readSeq(db.kysely) : task.last,
    open_ms: isClosed ? 0 : task.open_ms,
  };
  const { scored, through } = await findNext(db.kysely, open, nowMs);
  if (through === task.through && open.open_ms === task.open_ms) return false;
  const next = { ...open, through };
  return await retryTransaction(db, async (trx) => {
    const seq = await takeSeqs(trx, scored.length > 0 ? 1 : 0);
    const now = await ofTopic(trx, task).selectAll().executeTakeFirst();
    // Words that change begin it again.
    if (JSON.stringify(now) !== JSON.stringify(task)) return false;
    if (!await writeScores(trx, seq, scored)) return false;
    if (next.open_ms === 0 && through >= next.last) {
      await trx.deleteFrom("rescorings")
        .where("topic_id", "=", task.topic_id).execute();
    } else await insertRows(trx, "rescorings", [next], "replace");
    return true;
  });
}

function ofTopic(db: Kysely<Tables>, { topic_id }: TopicRescoring) {
  return db.selectFrom("rescorings").where("topic_id", "=", topic_id);
}

/** The next posts whose scores change, and the `seq` up to which there are no others. */
async function findNext(
  db: Kysely<Tables>,
  { topic_id, through, last }: TopicRescoring,
  nowMs: number,
): Promise<{ scored: Rescored[]; through: number }> {
  const page = await db.selectFrom(POSTS_BY_TOPIC)
    .select(["seq", "received_ms"]).where("topic_id", "=", topic_id)
    .where("seq", ">", through).where("seq", "<=", last)
    .orderBy("seq").limit(PAGE).execute();
  const young = page.findIndex(({ received_ms }) =>
    received_ms > nowMs - MIN_AGE_MS
  );
  const old = young < 0 ? page : page.slice(0, young);
  const rows = await readRows(db, old.map(({ seq }) => seq), SCORER_VERSION);
  const scored: Rescored[] = [];
  for (let at = 0; at < rows.length; at += SLICE) {
    const some = rows.slice(at, at + SLICE);
    const changed = (await scoreAll(db, some)).filter(isChanged);
    if (scored.length + changed.length > SLICE) {
      return { scored, through: some[0]!.seq - 1 };
    }
    scored.push(...changed);
  }
  if (young >= 0) return { scored, through: page[young]!.seq - 1 };
  return { scored, through: page.length < PAGE ? last : page.at(-1)!.seq };
}

function isChanged({ before, after }: Rescored): boolean {
  return Object.entries(after).some(([name, value]) =>
    value !== before[name as keyof typeof before]
  );
}
