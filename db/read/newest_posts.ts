import type { Kysely } from "kysely";
import type { TriedPost } from "../../domain/topic/try_query.ts";
import type { Tables } from "../connection/tables.ts";
import { IS_VISIBLE } from "./posts.ts";

const PAGE = 500;

/**
 * The newest posts of all current topics, without those that their authors
 * deleted; each once, whatever topics it matched, and `limit` in all. One page
 * at a time is in memory.
 */
export async function* readNewestPosts(
  db: Kysely<Tables>,
  limit: number,
): AsyncGenerator<TriedPost> {
  const topics = await db.selectFrom("topics").select(["id", "slug"])
    .where("archived_ms", "is", null).execute();
  const slugs = new Map(topics.map(({ id, slug }) => [id, slug]));
  const seen = new Set<string>();
  let before = Number.MAX_SAFE_INTEGER;
  while (true) {
    const rows = await readPage(db, before);
    for (const row of rows) {
      const { source, ext_id: extId, created_ms: createdMs } = row;
      const topic = slugs.get(row.topic_id);
      const key = `${source} ${extId}`;
      if (topic === undefined || seen.has(key)) continue;
      if (seen.size >= limit) return;
      seen.add(key);
      const { text, lang, author } = row;
      yield { text, lang, author, source, topic, extId, createdMs };
    }
    if (rows.length < PAGE) return;
    before = rows.at(-1)!.seq;
  }
}

function readPage(db: Kysely<Tables>, before: number) {
  return db.selectFrom("posts").select([
    ...["seq", "topic_id", "source", "ext_id", "author"] as const,
    ...["lang", "created_ms", "text"] as const,
  ]).where(IS_VISIBLE).where("seq", "<", before)
    .orderBy("seq", "desc").limit(PAGE).execute();
}

/** Where the newest post came from, such as `demo`; null before the first. */
export async function readNewestSource(
  db: Kysely<Tables>,
): Promise<string | null> {
  const row = await db.selectFrom("posts").select("source")
    .orderBy("seq", "desc").limit(1).executeTakeFirst();
  return row?.source ?? null;
}
