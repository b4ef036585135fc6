import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Post, Sentiment } from "../domain/post/post.ts";
import { IS_VISIBLE } from "./is_visible.ts";
import { POSTS_BY_TOPIC } from "./posts_by_topic.ts";
import { POST_COLUMNS, type PostTopic, toPost } from "./to_post.ts";
import type { Tables } from "./tables.ts";

/** Which posts to read. */
export interface PostFilter {
  /** Text that a post must hold, any case. */
  readonly q?: string;
  readonly sentiment?: Sentiment;
  /** Read posts whose `seq` is lower. */
  readonly before?: number;
  readonly limit: number;
}

const SIGN = { positive: ">", neutral: "=", negative: "<" } as const;

/** Posts of a topic that their authors did not delete, newest first. */
export async function readPosts(
  db: Kysely<Tables>,
  topic: PostTopic & { readonly id: number },
  filter: PostFilter,
): Promise<Post[]> {
  const { q, sentiment, before, limit } = filter;
  const rows = await db.selectFrom(POSTS_BY_TOPIC).select(POST_COLUMNS)
    .where("topic_id", "=", topic.id).where(IS_VISIBLE)
    .$if(before !== undefined, (qb) => qb.where("seq", "<", before!))
    .$if(
      sentiment !== undefined,
      (qb) => qb.where("score", SIGN[sentiment!], 0),
    )
    .$if(q !== undefined, (qb) => qb.where(holds(q!)))
    .orderBy("seq", "desc").limit(limit).execute();
  return rows.map((row) => toPost(row, topic));
}

function holds(q: string): RawBuilder<boolean> {
  const tries = Array.from(spellings(q), (spelling) => {
    const pattern = `%${spelling.replace(/[!%_]/g, "!$&")}%`;
    return sql`text like ${pattern} escape '!'`;
  });
  return sql<boolean>`(${sql.join(tries, sql` or `)})`;
}

/** SQLite's LIKE knows the case of ASCII letters only: of others it gets what people write. */
function spellings(q: string): Set<string> {
  if (/^[\0-\x7f]*$/.test(q)) return new Set([q]);
  const lower = q.toLowerCase();
  const sentence = lower.replace(/\p{L}/u, (letter) => letter.toUpperCase());
  const title = lower.replace(
    /(?<![\p{L}\p{M}])\p{L}/gu,
    (letter) => letter.toUpperCase(),
  );
  return new Set([q, lower, q.toUpperCase(), sentence, title]);
}
