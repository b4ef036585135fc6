import { type Expression, type Kysely, sql, type SqlBool } from "kysely";
import { setImmediate } from "node:timers/promises";
import {
  formatPostCursor,
  type PostCursor,
} from "../../domain/post/post_cursor.ts";
import type { PostPage } from "../../domain/post/post_page.ts";
import type { PostSearch } from "../../domain/post/post_search.ts";
import type { Tables } from "../connection/tables.ts";
import { isRowChosen } from "../is_row_chosen.ts";
import { IS_VISIBLE } from "../is_visible.ts";
import { mayBeChosen } from "../may_be_chosen.ts";
import { POSTS_BY_TIME } from "../posts_by_time.ts";
import { POSTS_BY_TOPIC } from "../posts_by_topic.ts";
import { POST_COLUMNS, type PostTopic, toPost } from "../to_post.ts";

/** Rows that one search looks through at most. */
const MAX_LOOKED = 5_000;

/** Rows that are read at once where each must be looked at. */
const CHUNK = 500;

/**
 * Posts of a topic that their authors did not delete, newest first. A search
 * looks through 5,000 rows at most: then `next` is where to go on, however few
 * were found.
 */
export async function findPosts(
  db: Kysely<Tables>,
  topic: PostTopic & { readonly id: number },
  search: PostSearch,
): Promise<PostPage> {
  const { limit, term } = search;
  const scan = new Scan(db, topic.id, search);
  const end = await scan.findEnd(search.before);
  const posts: PostPage["posts"][number][] = [];
  let before = search.before;
  while (true) {
    const size = term ? CHUNK : limit + 1 - posts.length;
    const rows = await scan.read(before, end, size);
    for (const row of rows) {
      if (!isRowChosen(row, search, topic)) continue;
      if (posts.length === limit) return { posts, next: write(before) };
      posts.push(toPost(row, topic));
      before = scan.cursorOf(row);
    }
    if (rows.length < size) return { posts, next: write(end) };
    before = scan.cursorOf(rows.at(-1)!);
    await setImmediate(); // others may be waiting for this thread
  }
}

function write(cursor: PostCursor | undefined): string | null {
  return cursor ? formatPostCursor(cursor) : null;
}

/** Rows of a topic along `seq`, or along their times. */
class Scan {
  readonly #isByTime: boolean;
  readonly #db: Kysely<Tables>;
  readonly #topicId: number;
  readonly #search: PostSearch;

  constructor(db: Kysely<Tables>, topicId: number, search: PostSearch) {
    this.#db = db;
    this.#topicId = topicId;
    this.#search = search;
    this.#isByTime = search.from !== undefined || search.to !== undefined;
  }

  cursorOf(row: { seq: number; created_ms?: number }): PostCursor {
    const { seq, created_ms: createdMs } = row;
    return this.#isByTime ? { seq, createdMs: createdMs! } : { seq };
  }

  /** The last row that may be looked at; undefined if there are fewer. */
  async findEnd(before: PostCursor | undefined) {
    const row = await this.#select(before).select("seq")
      .$if(this.#isByTime, (qb) => qb.select("created_ms"))
      .limit(1).offset(MAX_LOOKED - 1).executeTakeFirst();
    return row && this.cursorOf(row);
  }

  read(
    before: PostCursor | undefined,
    end: PostCursor | undefined,
    size: number,
  ) {
    return this.#select(before).select([...POST_COLUMNS, "entities"])
      .where(IS_VISIBLE)
      .where((eb) => eb.and(mayBeChosen(this.#search)))
      .$if(end !== undefined, (qb) => qb.where(downTo(end!)))
      .limit(size).execute();
  }

  #select(before: PostCursor | undefined) {
    const { from, to, after } = this.#search;
    return this.#db.selectFrom(this.#isByTime ? POSTS_BY_TIME : POSTS_BY_TOPIC)
      .where("topic_id", "=", this.#topicId)
      .$if(
        from !== undefined,
        (qb) => qb.where("created_ms", ">=", from! * 1_000),
      )
      .$if(to !== undefined, (qb) => qb.where("created_ms", "<", to! * 1_000))
      .$if(after !== undefined, (qb) => qb.where("seq", ">", after!))
      .$if(before !== undefined, (qb) => qb.where(beyond(before!)))
      .$if(this.#isByTime, (qb) => qb.orderBy("created_ms", "desc"))
      .orderBy("seq", "desc");
  }
}

/** Written so that every database sees the stretch of its index in it. */
function beyond({ seq, createdMs }: PostCursor): Expression<SqlBool> {
  return createdMs === undefined
    ? sql`seq < ${seq}`
    : sql`created_ms <= ${createdMs} and (created_ms < ${createdMs} or seq < ${seq})`;
}

function downTo({ seq, createdMs }: PostCursor): Expression<SqlBool> {
  return createdMs === undefined
    ? sql`seq >= ${seq}`
    : sql`created_ms >= ${createdMs} and (created_ms > ${createdMs} or seq >= ${seq})`;
}
