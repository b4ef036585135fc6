import type { Kysely } from "kysely";
import type { Post } from "../domain/post/post.ts";
import { IS_VISIBLE } from "./is_visible.ts";
import { POSTS_BY_TOPIC } from "./posts_by_topic.ts";
import { POST_COLUMNS, type PostTopic, toPost } from "./to_post.ts";
import type { Tables } from "./tables.ts";

const PAGE = 500;

/**
 * Posts of a topic written in `[from, to)` (seconds since the epoch), in the
 * order of `seq`, without those that their authors deleted. One page at a time
 * is held in memory.
 */
export async function* exportPosts(
  db: Kysely<Tables>,
  topic: PostTopic & { readonly id: number },
  { from, to }: { from: number; to: number },
): AsyncGenerator<Post> {
  let after = 0;
  while (true) {
    const rows = await db.selectFrom(POSTS_BY_TOPIC).select(POST_COLUMNS)
      .where("topic_id", "=", topic.id).where(IS_VISIBLE)
      .where("created_ms", ">=", from * 1_000)
      .where("created_ms", "<", to * 1_000)
      .where("seq", ">", after).orderBy("seq").limit(PAGE).execute();
    for (const row of rows) yield toPost(row, topic);
    if (rows.length < PAGE) return;
    after = rows.at(-1)!.seq;
  }
}
