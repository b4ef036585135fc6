import type { Kysely } from "kysely";
import { addPostToTotals, addTotals, NO_TOTALS } from "../domain/live/apply.ts";
import type { Totals } from "../domain/live/snapshot.ts";
import { chunksOf } from "./connection/statements.ts";
import type { Tables } from "./connection/tables.ts";
import type { MarkedRow } from "./read_marked.ts";

/** A stretch of the commit order: `after` does not belong to it, `last` does. */
interface Places {
  readonly after: number;
  readonly last: number;
}

/**
 * What the rows of a stretch add to the totals, by number of the topic: new
 * posts as they were scored first, and what edits changed since.
 */
export async function readAdded(
  db: Kysely<Tables>,
  rows: readonly MarkedRow[],
  places: Places,
): Promise<Map<number, Totals>> {
  const added = new Map<number, Totals>();
  const of = (topicId: number) => added.get(topicId) ?? NO_TOTALS;
  const firstScore = await readFirstScores(db, rows);
  for (const row of rows) {
    const totals = addPostToTotals(of(row.topic_id), firstScore(row));
    added.set(row.topic_id, totals);
  }
  for (const { topicId, ...totals } of await readEdits(db, places)) {
    added.set(topicId, addTotals(of(topicId), totals));
  }
  return added;
}

async function readEdits(
  db: Kysely<Tables>,
  { after, last }: Places,
): Promise<(Totals & { topicId: number })[]> {
  const rows = await db.selectFrom("edits").select(({ fn }) => [
    "topic_id",
    fn.sum<number>("positive").as("positive"),
    fn.sum<number>("negative").as("negative"),
    fn.sum<number>("neutral").as("neutral"),
    fn.sum<number>("score").as("score"),
  ]).where("seq", ">", after).where("seq", "<=", last)
    .groupBy("topic_id").execute();
  return rows.map((row) => ({
    topicId: row.topic_id,
    posts: 0,
    positive: Number(row.positive),
    negative: Number(row.negative),
    neutral: Number(row.neutral),
    score: Number(row.score),
  }));
}

/** A row may have been edited at places that are counted by themselves, or later. */
async function readFirstScores(
  db: Kysely<Tables>,
  rows: readonly MarkedRow[],
): Promise<(row: MarkedRow) => number> {
  const changed = new Map<number, { seq: number; score: number }[]>();
  const edited = rows.filter((row) => row.edited > 0).map((row) => row.seq);
  for (const seqs of chunksOf(edited, "sqlite")) {
    const changes = await db.selectFrom("edits")
      .select(["seq", "post_seq", "score"]).where("post_seq", "in", seqs)
      .execute();
    for (const { post_seq, ...change } of changes) {
      changed.set(post_seq, [...changed.get(post_seq) ?? [], change]);
    }
  }
  return (row) =>
    (changed.get(row.seq) ?? []).filter(({ seq }) => seq <= row.edited)
      .reduce((score, change) => score - change.score, row.score);
}
