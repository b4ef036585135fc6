import type { Kysely } from "kysely";
import { setImmediate } from "node:timers/promises";
import type { PostEntry } from "../../domain/pipeline/log_entry.ts";
import type { Post } from "../../domain/post/post.ts";
import type { PostFilter } from "../../domain/post/search.ts";
import type { Tables } from "../connection/tables.ts";
import {
  IS_VISIBLE,
  isRowChosen,
  mayBeChosen,
  POST_COLUMNS,
  POSTS_BY_TOPIC,
  type PostTopic,
  toPost,
} from "./posts.ts";

const PAGE = 500;

const MAX = Number.MAX_SAFE_INTEGER;

/** Rows that one statement looks through at most, so that others are not kept waiting. */
const MAX_LOOKED = 5_000;

/**
 * Posts of a topic written in `[from, to)` (seconds since the epoch), in the
 * order of `seq`, without those that their authors deleted. One page at a time
 * is held in memory.
 */
export async function* exportPosts(
  db: Kysely<Tables>,
  topic: PostTopic & { readonly id: number },
  { from, to }: { from: number; to: number },
  choice: PostFilter = {},
): AsyncGenerator<Post> {
  let after = 0;
  while (true) {
    const end = await findEnd(db, topic.id, after);
    const rows = await db.selectFrom(POSTS_BY_TOPIC)
      .select([...POST_COLUMNS, "entities"])
      .where("topic_id", "=", topic.id).where(IS_VISIBLE)
      .where("created_ms", ">=", from * 1_000)
      .where("created_ms", "<", to * 1_000)
      .where((eb) => eb.and(mayBeChosen(choice)))
      .where("seq", ">", after).where("seq", "<=", end ?? MAX)
      .orderBy("seq").limit(PAGE).execute();
    for (const row of rows) {
      if (isRowChosen(row, choice, topic)) yield toPost(row, topic);
    }
    if (rows.length === PAGE) after = rows.at(-1)!.seq;
    else if (end === undefined) return;
    else after = end;
    await setImmediate();
  }
}

/** The last row that may be looked at; undefined if there are fewer. */
async function findEnd(
  db: Kysely<Tables>,
  topicId: number,
  after: number,
): Promise<number | undefined> {
  const row = await db.selectFrom(POSTS_BY_TOPIC).select("seq")
    .where("topic_id", "=", topicId).where("seq", ">", after)
    .orderBy("seq").limit(1).offset(MAX_LOOKED - 1).executeTakeFirst();
  return row?.seq;
}

/** A post as queries are tried on it. */
interface NewestPost {
  readonly text: string;
  readonly lang: string;
  readonly author: string | null;
  readonly source: string;
  /** Slug of one topic that it matched. */
  readonly topic: string;
  readonly extId: string;
  /** Milliseconds since the epoch. */
  readonly createdMs: number;
}

/**
 * The newest posts of all topics that are not archived, without those that
 * their authors deleted; each once, whatever topics it matched, and `limit` in
 * all. One page at a time is held in memory.
 */
export async function* readNewestPosts(
  db: Kysely<Tables>,
  limit: number,
): AsyncGenerator<NewestPost> {
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
      const name = postName({ source, extId });
      if (topic === undefined || seen.has(name)) continue;
      if (seen.size >= limit) return;
      seen.add(name);
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

/** A post's name in `skipped.about`, whatever topics it matches. */
export function postName(post: Pick<PostEntry, "source" | "extId">): string {
  return `${post.source} ${post.extId}`;
}

/** Where the newest post came from, such as `demo`; null before the first. */
export async function readNewestSource(
  db: Kysely<Tables>,
): Promise<string | null> {
  const row = await db.selectFrom("posts").select("source")
    .orderBy("seq", "desc").limit(1).executeTakeFirst();
  return row?.source ?? null;
}
