import { type Kysely, sql } from "kysely";
import type { Post, Sentiment } from "../domain/post.ts";
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
  const rows = await db.selectFrom("posts").select(POST_COLUMNS)
    .where("topic_id", "=", topic.id).where("deleted", "=", 0)
    .$if(before !== undefined, (qb) => qb.where("seq", "<", before!))
    .$if(
      sentiment !== undefined,
      (qb) => qb.where("score", SIGN[sentiment!], 0),
    )
    .$if(
      q !== undefined,
      (qb) => qb.where(sql<boolean>`text like ${likePattern(q!)} escape '!'`),
    )
    .orderBy("seq", "desc").limit(limit).execute();
  return rows.map((row) => toPost(row, topic));
}

function likePattern(text: string): string {
  return `%${text.replace(/[!%_]/g, "!$&")}%`;
}
