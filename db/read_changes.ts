import type { Kysely } from "kysely";
import { addPostToTotals, NO_TOTALS } from "../domain/live/add_totals.ts";
import type { Changes, ChangesOptions } from "../domain/live/changes.ts";
import type { Post } from "../domain/post/post.ts";
import type { Totals } from "../domain/live/snapshot.ts";
import { readCursor } from "./read_cursor.ts";
import { readDeletions } from "./read_deletions.ts";
import { readTopics } from "./read_topics.ts";
import type { Tables } from "./tables.ts";
import { POST_COLUMNS, type PostRow, toPost } from "./to_post.ts";

/** Reads rows and deletions with a higher place than `after`, in order, a page at a time. */
export async function readChanges(
  db: Kysely<Tables>,
  after: number,
  options: ChangesOptions = {},
): Promise<Changes> {
  const { upTo = Infinity, limit = 500 } = options;
  const newest = await readCursor(db);
  const last = Math.min(newest.seq, upTo);
  const rows = await db.selectFrom("posts").select([...POST_COLUMNS, "deleted"])
    .where("seq", ">", after).where("seq", "<=", last)
    .orderBy("seq").limit(limit).execute();
  const deletions = await readDeletions(db, { after, last, limit });
  const seq = Math.min(
    rows.length < limit ? last : rows.at(-1)!.seq,
    deletions.length < limit ? last : deletions.at(-1)!.deleted,
  );
  const visible = rows.filter((row) => row.seq <= seq);
  return {
    cursor: { epoch: newest.epoch, seq },
    more: seq < last,
    deleted: deletions.filter((row) => row.deleted <= seq).map((r) => r.seq),
    edited: [],
    slugs: (await readTopics(db)).map(({ slug }) => slug),
    ...await withTopics(db, visible),
  };
}

async function withTopics(
  db: Kysely<Tables>,
  rows: readonly (PostRow & { deleted: number })[],
): Promise<Pick<Changes, "posts" | "added">> {
  if (rows.length === 0) return { posts: [], added: new Map() };
  const topics = await readTopics(db);
  const byId = new Map(topics.map((topic) => [topic.id, topic]));
  const posts: Post[] = [];
  const added = new Map<string, Totals>();
  for (const row of rows) {
    const topic = byId.get(row.topic_id)!;
    if (row.deleted === 0) posts.push(toPost(row, topic));
    added.set(
      topic.slug,
      addPostToTotals(added.get(topic.slug) ?? NO_TOTALS, row.score),
    );
  }
  return { posts, added };
}
