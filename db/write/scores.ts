import { type Kysely, type RawBuilder, sql, type Transaction } from "kysely";
import { scorePost } from "../../domain/pipeline/log_entry.ts";
import { SCORER_VERSION } from "../../domain/sentiment/model.ts";
import { letOthersRun } from "../../domain/time/turns.ts";
import {
  SCORE_COLUMNS,
  type ScoredRow,
  toScoredRow,
} from "../connection/scores.ts";
import { chunksOf, insertRows } from "../connection/statements.ts";
import type { Tables } from "../connection/tables.ts";
import { WORD_COLUMNS, wordsOf } from "../read/topics.ts";
import { moveScores } from "./rollups.ts";

/** Posts that one transaction scores again, for which all others wait. */
export const SLICE = 32;

/**
 * Who polls for changes has read a post after this time: then only its topic's
 * totals change, and nobody counts it twice.
 */
export const MIN_AGE_MS = 60_000;

const COLUMNS = [
  ...["seq", "topic_id", "created_ms", "text", "lang"] as const,
  ...["positive", "negative"] as const,
  ...SCORE_COLUMNS,
] as const;

/** How many words of each mood a post holds. */
type Words = "positive" | "negative";

/** A post as it is scored. */
export type Row =
  & Pick<Tables["posts"], "topic_id" | "created_ms" | "text" | "lang" | Words>
  & {
    readonly seq: number;
  }
  & ScoredRow;

/** Those posts that were scored by a version of the scorer up to `newest`, and not deleted. */
export async function readRows(
  db: Kysely<Tables>,
  seqs: readonly number[],
  newest: number,
): Promise<Row[]> {
  if (seqs.length === 0) return [];
  return await db.selectFrom("posts").select(COLUMNS).where("seq", "in", seqs)
    .where("scorer", "<=", newest).where("deleted", "=", 0)
    .orderBy("seq").execute();
}

/** What becomes of the columns of a post. */
export interface Rescored {
  readonly before: Row;
  readonly after: ScoredRow & Pick<Tables["posts"], Words>;
}

/** Scores posts by this version, and by what carries no sentiment for their topics now. */
export async function scoreAll(
  db: Kysely<Tables>,
  rows: readonly Row[],
): Promise<Rescored[]> {
  const ids = new Set(rows.map(({ topic_id }) => topic_id));
  const topics = ids.size === 0 ? [] : await db.selectFrom("topics")
    .select(["id", ...WORD_COLUMNS]).where("id", "in", [...ids]).execute();
  const words = new Map(topics.map(({ id, ...row }) => [id, wordsOf(row)]));
  const scored: Rescored[] = [];
  for (const before of rows) {
    const ignore = words.get(before.topic_id)?.words;
    if (!ignore) continue; // it was purged just now
    const scoring = scorePost(before, ignore);
    const { positive, negative } = scoring;
    const after = { ...toScoredRow(scoring), positive, negative };
    scored.push({ before, after });
    await letOthersRun();
  }
  return scored;
}

/**
 * Writes scores with the counts that they change; false if an author or another
 * process changed one of the posts meanwhile.
 *
 * @param seq The position at which viewers learn of it.
 */
export async function writeScores(
  trx: Transaction<Tables>,
  seq: number,
  scored: readonly Rescored[],
): Promise<boolean> {
  if (scored.length === 0) return true;
  const before = scored.map((one) => one.before);
  const seqs = before.map((row) => row.seq);
  const stored = await readRows(trx, seqs, SCORER_VERSION);
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
