import {
  type AliasedRawBuilder,
  type Kysely,
  type RawBuilder,
  type Selectable,
  sql,
  type SqlBool,
} from "kysely";
import type { Mark, PostContext } from "../../domain/post/post.ts";
import type { Post } from "../../domain/schema/posts.ts";
import { readText } from "../../domain/sentiment/reading.ts";
import { readLanguage } from "../../domain/text/language.ts";
import type { TriedPost } from "../../domain/topic/try_query.ts";
import {
  LEXICON,
  SCORE_COLUMNS,
  sentimentOfRow,
} from "../connection/scores.ts";
import type { Tables } from "../connection/tables.ts";
import { nameAuthors } from "./handles.ts";
import { readSlugs, type StoredTopic } from "./topics.ts";

/** The newest posts of a topic by their own times that their authors did not delete, newest first. */
export async function readPosts(
  db: Kysely<Tables>,
  topic: Pick<StoredTopic, "id" | "slug" | "words">,
  limit: number,
): Promise<Post[]> {
  const rows = await db.selectFrom(POSTS_BY_TIME).select(POST_COLUMNS)
    .where("topic_id", "=", topic.id).where(IS_VISIBLE)
    .orderBy("created_ms", "desc").orderBy("seq", "desc").limit(limit)
    .execute();
  return (await nameAuthors(db, rows)).map((row) => toPost(row, topic));
}

/**
 * A post that its author did not delete. Written so that MySQL, whose index of
 * deleted posts holds the others too, does not use it for a topic that has few.
 */
export const IS_VISIBLE: RawBuilder<boolean> = sql`posts.deleted + 0 = 0`;

/** A post of a topic, written so that SQLite does not read along the topic's posts where few are asked for. */
export function isOfTopic(topicId: number): RawBuilder<SqlBool> {
  return sql`posts.topic_id + 0 = ${topicId}`;
}

type Posts = AliasedRawBuilder<Selectable<Tables["posts"]>, "posts">;

/**
 * The posts, read along an index. Without the hint, MySQL and MariaDB walk
 * along all posts where a topic has many. It is a comment to SQLite.
 */
function postsBy(index: string): Posts {
  return sql<Selectable<Tables["posts"]>>`posts`.as<"posts">(
    sql.raw(`posts /*! force index (${index}) */`),
  );
}

/** The posts, read along `seq` of one topic. */
export const POSTS_BY_TOPIC: Posts = postsBy("posts_by_topic");

/** The posts, read along the times of one topic. */
export const POSTS_BY_TIME: Posts = postsBy("posts_by_time");

/** The posts, read along their edits. */
export const POSTS_BY_EDIT: Posts = postsBy("posts_edited");

/** The columns of `posts` that a {@linkcode Post} is made from. */
export const POST_COLUMNS = [
  ...["seq", "topic_id", "source", "ext_id", "author", "lang"] as const,
  ...["created_ms", "text", "url"] as const,
  ...SCORE_COLUMNS,
  ...["kind", "context", "version_id"] as const,
] as const;

/** A row with {@linkcode POST_COLUMNS}. */
export type PostRow = Pick<
  Selectable<Tables["posts"]>,
  typeof POST_COLUMNS[number]
>;

/** Converts a row to the API's post; the marks are computed again, so that they fit the text. */
export function toPost(
  row: PostRow,
  topic: Pick<StoredTopic, "slug" | "words">,
): Post {
  return {
    seq: row.seq,
    id: row.version_id ?? row.ext_id,
    source: row.source,
    topic: topic.slug,
    author: row.author,
    createdAt: new Date(row.created_ms).toISOString(),
    text: row.text,
    lang: readLanguage(row.lang),
    score: row.score,
    sentiment: sentimentOfRow(row),
    ...(row.scorer > LEXICON
      ? {
        pNegative: row.p_negative / 1_000,
        pPositive: row.p_positive / 1_000,
      }
      : { pNegative: null, pPositive: null }),
    scorer: row.scorer,
    url: row.url,
    marks: scoresOf(row.text, topic.words).marks,
    kind: row.kind,
    ...(row.context !== null && {
      context: toContext(JSON.parse(row.context), topic.words),
    }),
  };
}

function toContext(
  { quoted, ...rest }: PostContext,
  words: ReadonlySet<string>,
): NonNullable<Post["context"]> {
  if (!quoted) return rest;
  const { score } = scoresOf(quoted.text, words);
  return { ...rest, quoted: { ...quoted, score } };
}

/** What is computed of a text. */
interface Scores {
  readonly score: number;
  readonly marks: Mark[];
}

/** Texts whose scores are remembered: pages show the newest ones again and again. */
const MAX_KNOWN = 5_000;
const known = new Map<string, Scores>();

function scoresOf(text: string, ignore: ReadonlySet<string>): Scores {
  const key = `${[...ignore].join(" ")}\n${text}`;
  const { score, marks } = known.get(key) ?? readText(text, ignore);
  if (known.size >= MAX_KNOWN) known.delete(known.keys().next().value!);
  known.set(key, { score, marks });
  return { score, marks };
}

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
  const slugs = await readSlugs(db);
  const seen = new Set<string>();
  let before = Number.MAX_SAFE_INTEGER;
  while (true) {
    const rows = await db.selectFrom("posts").select(POST_COLUMNS)
      .where(IS_VISIBLE).where("seq", "<", before)
      .orderBy("seq", "desc").limit(PAGE).execute();
    const named = await nameAuthors(db, rows);
    for (const [i, row] of named.entries()) {
      const { source, ext_id: extId, created_ms: createdMs } = row;
      const topic = slugs.get(row.topic_id);
      const key = `${source} ${extId}`;
      if (topic === undefined || seen.has(key)) continue;
      if (seen.size >= limit) return;
      seen.add(key);
      const { text, lang, author } = row;
      const alias = rows[i]!.author;
      yield {
        ...{ text, lang, author, source, topic, extId, createdMs },
        ...(alias !== author && { alias }),
      };
    }
    if (rows.length < PAGE) return;
    before = rows.at(-1)!.seq;
  }
}

/** Where the newest post came from, such as `demo`; null before the first. */
export async function readNewestSource(
  db: Kysely<Tables>,
): Promise<string | null> {
  const row = await db.selectFrom("posts").select("source")
    .orderBy("seq", "desc").limit(1).executeTakeFirst();
  return row?.source ?? null;
}
