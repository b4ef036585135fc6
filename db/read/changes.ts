import { type Kysely, type Selectable, sql } from "kysely";
import {
  addPostToTotals,
  addTotals,
  NO_TOTALS,
} from "../../domain/live/apply.ts";
import type {
  Changes,
  ChangesOptions,
  Cursor,
  MissedChanges,
  SeqRange,
  Totals,
} from "../../domain/live/snapshot.ts";
import type { Post } from "../../domain/schema/posts.ts";
import { sentimentOfRow } from "../connection/scores.ts";
import { chunksOf, readMeta } from "../connection/statements.ts";
import type { Tables } from "../connection/tables.ts";
import { readSeq } from "../connection/transactions.ts";
import { nameAuthors } from "./handles.ts";
import { POST_COLUMNS, type PostRow, toPost } from "./posts.ts";
import { readSlugs, WORD_COLUMNS, wordsOf } from "./topics.ts";

/** What an author may have done to a stored post. */
type MarkName = "deleted" | "edited";

/** A post's row, and the positions at which its author's changes became visible. */
type MarkedRow = PostRow & Pick<Selectable<Tables["posts"]>, MarkName>;

/**
 * Reads rows, deletions and edits with a higher position than `after`, in
 * order, a page at a time; those of archived topics are skipped.
 */
export async function readChanges(
  db: Kysely<Tables>,
  after: number,
  options: ChangesOptions = {},
): Promise<Changes> {
  const { upTo = Infinity, limit = 500 } = options;
  const newest = await readCursor(db);
  const last = Math.min(newest.seq, upTo);
  const rows = await db.selectFrom("posts")
    .select([...POST_COLUMNS, "deleted", "edited"])
    .where("seq", ">", after).where("seq", "<=", last)
    .orderBy("seq").limit(limit).execute();
  const deletions = await readMarked(db, "deleted", { after, last }, limit);
  const edits = await readMarked(db, "edited", { after, last }, limit);
  const seq = Math.min(
    rows.length < limit ? last : rows.at(-1)!.seq,
    deletions.length < limit ? last : deletions.at(-1)!.deleted,
    edits.length < limit ? last : edits.at(-1)!.edited,
  );
  const slugs = await readSlugs(db);
  const isOnPage = (row: MarkedRow, position: number) =>
    position <= seq && slugs.has(row.topic_id);
  const newRows = rows.filter((row) => isOnPage(row, row.seq));
  const added = await readAdded(db, newRows, { after, last: seq });
  return {
    cursor: { epoch: newest.epoch, seq },
    more: seq < last,
    posts: await toPosts(db, newRows),
    deleted: deletions.filter((row) => isOnPage(row, row.deleted))
      .map((row) => row.seq),
    edited: await toPosts(
      db,
      edits.filter((row) => isOnPage(row, row.edited) && row.seq <= after),
    ),
    added: new Map(
      [...added].filter(([id]) => slugs.has(id))
        .map(([id, totals]) => [slugs.get(id)!, totals]),
    ),
    slugs: [...slugs.values()],
  };
}

/**
 * Reads all that happened in a range of positions; what concerns archived topics
 * is left out.
 *
 * @param slug The topic to read; null for all.
 */
export async function readMissed(
  db: Kysely<Tables>,
  slug: string | null,
  range: SeqRange,
): Promise<MissedChanges> {
  const all = await readSlugs(db);
  const ids = [...all.keys()].filter((id) => !slug || all.get(id) === slug);
  const topicId = slug === null ? null : ids[0];
  if (topicId === undefined) return { posts: [], deleted: [], edited: [] };
  const read = (mark: MarkName) =>
    readMarked(db, mark, range, Infinity, topicId);
  const rows = await db.selectFrom("posts")
    .select([...POST_COLUMNS, "deleted", "edited"])
    .$if(topicId !== null, (qb) => qb.where("topic_id", "=", topicId!))
    .where("seq", ">", range.after).where("seq", "<=", range.last)
    .orderBy("seq").execute();
  const isCurrent = (row: MarkedRow) => all.has(row.topic_id);
  const deleted = (await read("deleted")).filter(isCurrent);
  return {
    posts: await toPosts(db, rows.filter(isCurrent)),
    deleted: deleted.map((row) => row.seq),
    edited: await toPosts(db, (await read("edited")).filter(isCurrent)),
  };
}

/** Converts rows that are not deleted to posts. Only their topics' queries are read. */
async function toPosts(
  db: Kysely<Tables>,
  rows: readonly MarkedRow[],
): Promise<Post[]> {
  const visible = rows.filter((row) => row.deleted === 0);
  if (visible.length === 0) return [];
  const ids = new Set(visible.map((row) => row.topic_id));
  const topics = await db.selectFrom("topics").select([
    "id",
    "slug",
    ...WORD_COLUMNS,
  ])
    .where("id", "in", [...ids]).execute();
  const byId = new Map(
    topics.map(({ id, slug, ...row }) => [id, { slug, ...wordsOf(row) }]),
  );
  return (await nameAuthors(db, visible)).flatMap((row) => {
    const topic = byId.get(row.topic_id);
    return topic ? [toPost(row, topic)] : []; // it was purged just now
  });
}

/**
 * What the rows of a range add to the totals, by the topic's id: new posts as
 * they were scored first, and what edits changed since.
 */
async function readAdded(
  db: Kysely<Tables>,
  rows: readonly MarkedRow[],
  range: SeqRange,
): Promise<Map<number, Totals>> {
  const added = new Map<number, Totals>();
  const totalsOf = (topicId: number) => added.get(topicId) ?? NO_TOTALS;
  const firstCounts = await readFirstCounts(db, rows);
  for (const row of rows) {
    const totals = addTotals(totalsOf(row.topic_id), firstCounts(row));
    added.set(row.topic_id, totals);
  }
  for (const { topicId, ...totals } of await readEdits(db, range)) {
    added.set(topicId, addTotals(totalsOf(topicId), totals));
  }
  return added;
}

const EDITED_COUNTS = ["positive", "negative", "neutral", "score"] as const;

async function readEdits(
  db: Kysely<Tables>,
  { after, last }: SeqRange,
): Promise<(Totals & { topicId: number })[]> {
  const rows = await db.selectFrom("edits").select(({ fn }) => [
    "topic_id as topicId",
    ...EDITED_COUNTS.map((name) => fn.sum<number>(name).as(name)),
  ]).where("seq", ">", after).where("seq", "<=", last)
    .groupBy("topic_id").execute();
  return rows.map((row) => ({ posts: 0, ...row }));
}

/** What a row counts for; without its edits, which are counted by themselves, or later. */
async function readFirstCounts(
  db: Kysely<Tables>,
  rows: readonly MarkedRow[],
): Promise<(row: MarkedRow) => Totals> {
  const changed = new Map<number, (Totals & { seq: number })[]>();
  const edited = rows.filter((row) => row.edited > 0).map((row) => row.seq);
  for (const seqs of chunksOf(edited, "sqlite")) {
    const changes = await db.selectFrom("edits")
      .select(["seq", "post_seq", ...EDITED_COUNTS])
      .where("post_seq", "in", seqs).execute();
    for (const { post_seq, ...change } of changes) {
      const known = changed.get(post_seq) ?? [];
      changed.set(post_seq, [...known, { posts: 0, ...change }]);
    }
  }
  return (row) => {
    const { score } = row;
    const now = { score, sentiment: sentimentOfRow(row) };
    return (changed.get(row.seq) ?? []).filter(({ seq }) => seq <= row.edited)
      .reduce(subtract, addPostToTotals(NO_TOTALS, now));
  };
}

function subtract(a: Totals, b: Totals): Totals {
  return {
    posts: a.posts - b.posts,
    positive: a.positive - b.positive,
    negative: a.negative - b.negative,
    neutral: a.neutral - b.neutral,
    score: a.score - b.score,
  };
}

/**
 * Reads rows whose newest deletion or edit became visible in `(after, last]`,
 * in that order, `limit` of them, and some more if one message marked them together.
 */
async function readMarked(
  db: Kysely<Tables>,
  mark: MarkName,
  { after, last }: SeqRange,
  limit: number,
  topicId: number | null = null,
): Promise<MarkedRow[]> {
  // SQLite's index holds marked rows only: it is used if a query asks for no others.
  const marked = db.selectFrom("posts")
    .select([...POST_COLUMNS, "deleted", "edited"])
    .where(mark, ">", sql.lit(0))
    // Added to 0, so that SQLite keeps to that index.
    .$if(topicId !== null, (qb) => qb.where(sql`topic_id + 0`, "=", topicId))
    .orderBy(mark).orderBy("seq");
  const page = await marked.where(mark, ">", after).where(mark, "<=", last)
    .$if(limit < Infinity, (qb) => qb.limit(limit)).execute();
  if (page.length < limit) return page;
  const edge = page.at(-1)![mark];
  const together = await marked.where(mark, "=", edge).execute();
  return [...page.filter((row) => row[mark] < edge), ...together];
}

/** The newest position of the commit order: every row up to it is visible. */
export async function readCursor(db: Kysely<Tables>): Promise<Cursor> {
  const seq = await readSeq(db);
  const epoch = await readMeta(db, "epoch");
  if (epoch === undefined) throw new Error("The database has no epoch");
  return { epoch, seq };
}
