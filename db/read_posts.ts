import type { Kysely } from "kysely";
import type { Post } from "../domain/post/post.ts";
import type { Tables } from "./connection/tables.ts";
import { IS_VISIBLE } from "./is_visible.ts";
import { POSTS_BY_TOPIC } from "./posts_by_topic.ts";
import { POST_COLUMNS, type PostTopic, toPost } from "./to_post.ts";

/** The newest posts of a topic that their authors did not delete, newest first. */
export async function readPosts(
  db: Kysely<Tables>,
  topic: PostTopic & { readonly id: number },
  limit: number,
): Promise<Post[]> {
  const rows = await db.selectFrom(POSTS_BY_TOPIC).select(POST_COLUMNS)
    .where("topic_id", "=", topic.id).where(IS_VISIBLE)
    .orderBy("seq", "desc").limit(limit).execute();
  return rows.map((row) => toPost(row, topic));
}
