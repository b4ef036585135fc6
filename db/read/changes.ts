import type { Kysely } from "kysely";
import type { Changes, ChangesOptions } from "../../domain/live/changes.ts";
import type { Post } from "../../domain/post/post.ts";
import type { Tables } from "../connection/tables.ts";
import { readAdded } from "../read_added.ts";
import { readCursor } from "../read_cursor.ts";
import { type MarkedRow, readMarked } from "../read_marked.ts";
import { POST_COLUMNS, type PostTopic, toPost } from "../to_post.ts";
import { wordsOf } from "../words_of.ts";

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
