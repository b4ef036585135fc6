import type { Kysely } from "kysely";
import { setImmediate } from "node:timers/promises";
import type { Post } from "../../domain/post/post.ts";
import type { PostChoice } from "../../domain/post/post_choice.ts";
import type { Tables } from "../connection/tables.ts";
import { isRowChosen } from "../is_row_chosen.ts";
import { IS_VISIBLE } from "../is_visible.ts";
import { mayBeChosen } from "../may_be_chosen.ts";
import { POSTS_BY_TOPIC } from "../posts_by_topic.ts";
import { POST_COLUMNS, type PostTopic, toPost } from "../to_post.ts";

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
  choice: PostChoice = {},
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
