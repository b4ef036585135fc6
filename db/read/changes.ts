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
  Totals,
} from "../../domain/live/snapshot.ts";
import type { Post } from "../../domain/post/post.ts";
import { chunksOf } from "../connection/statements.ts";
import type { Tables } from "../connection/tables.ts";
import { POST_COLUMNS, type PostRow, type PostTopic, toPost } from "./posts.ts";
import { wordsOf } from "./topics.ts";

/**
 * Reads rows, deletions and edits with a higher place than `after`, in order, a
 * page at a time; those of archived topics are passed over.
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
  const deletions = await readMarked(db, "deleted", { after, last, limit });
  const edits = await readMarked(db, "edited", { after, last, limit });
  const seq = Math.min(
    rows.length < limit ? last : rows.at(-1)!.seq,
    deletions.length < limit ? last : deletions.at(-1)!.deleted,
    edits.length < limit ? last : edits.at(-1)!.edited,
  );
  const slugs = await readSlugs(db);
  const isShown = (row: MarkedRow) => slugs.has(row.topic_id);
  const isNews = (row: MarkedRow) => row.seq <= seq && isShown(row);
  const isDeleted = (row: MarkedRow) => row.deleted <= seq && isShown(row);
  const isEdited = (row: MarkedRow) =>
    row.edited <= seq && row.seq <= after && isShown(row);

  const news = rows.filter(isNews);
  const added = await readAdded(db, news, { after, last: seq });
  return {
    cursor: { epoch: newest.epoch, seq },
    more: seq < last,
    posts: await toPosts(db, news),
    deleted: deletions.filter(isDeleted).map((row) => row.seq),
    edited: await toPosts(db, edits.filter(isEdited)),
    added: bySlug(added, slugs),
    slugs: [...slugs.values()],
  };
}

/** Topics that are not archived, in the order in which they were made. */
async function readSlugs(db: Kysely<Tables>): Promise<Map<number, string>> {
  const rows = await db.selectFrom("topics").select(["id", "slug"])
    .where("archived_ms", "is", null).orderBy("id").execute();
  return new Map(rows.map(({ id, slug }) => [id, slug]));
}

/** Makes posts of rows that are not deleted. Only their topics' queries are read. */
async function toPosts(
  db: Kysely<Tables>,
  rows: readonly MarkedRow[],
): Promise<Post[]> {
  const visible = rows.filter((row) => row.deleted === 0);
  if (visible.length === 0) return [];
  const ids = new Set(visible.map((row) => row.topic_id));
  const topics = await db.selectFrom("topics").select(["id", "slug", "query"])
    .where("id", "in", [...ids]).execute();
  const byId = new Map(
    topics.map(({ id, slug, query }): [number, PostTopic] => [
      id,
      { slug, words: wordsOf(query) },
    ]),
  );
  return visible.flatMap((row) => {
    const topic = byId.get(row.topic_id);
    return topic ? [toPost(row, topic)] : []; // it was purged just now
  });
}

function bySlug<T>(
  values: ReadonlyMap<number, T>,
  slugs: ReadonlyMap<number, string>,
): Map<string, T> {
  return new Map(
    [...values].flatMap(([id, value]) => {
      const slug = slugs.get(id);
      return slug === undefined ? [] : [[slug, value] as const];
    }),
  );
}

/** A stretch of the commit order: `after` does not belong to it, `last` does. */
interface Places {
  readonly after: number;
  readonly last: number;
}

/**
 * What the rows of a stretch add to the totals, by number of the topic: new
 * posts as they were scored first, and what edits changed since.
 */
async function readAdded(
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

/** What an author did to a post that was stored. */
type MarkName = "deleted" | "edited";

/** A post's row, and the places at which what its author did to it became visible. */
type MarkedRow =
  & PostRow
  & Pick<Selectable<Tables["posts"]>, MarkName>;

/**
 * Reads rows whose newest deletion or edit became visible in `(after, last]`,
 * in that order, `limit` of them; those that go with one message are never
 * parted, so that there may be some more.
 */
async function readMarked(
  db: Kysely<Tables>,
  mark: MarkName,
  { after, last, limit }: { after: number; last: number; limit: number },
): Promise<MarkedRow[]> {
  // SQLite's index holds marked rows only: it is used where a query says so.
  const marked = db.selectFrom("posts")
    .select([...POST_COLUMNS, "deleted", "edited"])
    .where(mark, ">", sql.lit(0)).orderBy(mark).orderBy("seq");
  const page = await marked.where(mark, ">", after)
    .where(mark, "<=", last).limit(limit).execute();
  if (page.length < limit) return page;
  const edge = page.at(-1)![mark];
  const together = await marked.where(mark, "=", edge).execute();
  return [...page.filter((row) => row[mark] < edge), ...together];
}

/** The newest place of the commit order: every row up to it is visible. */
export async function readCursor(db: Kysely<Tables>): Promise<Cursor> {
  const { value: seq } = await db.selectFrom("counters").select("value")
    .where("name", "=", "seq").executeTakeFirstOrThrow();
  const { value: epoch } = await db.selectFrom("meta").select("value")
    .where("name", "=", "epoch").executeTakeFirstOrThrow();
  return { epoch, seq };
}
