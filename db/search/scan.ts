import { type Kysely, type RawBuilder, sql, type SqlBool } from "kysely";
import {
  formatPostCursor,
  type PostCursor,
  type PostPage,
  type PostSearch,
} from "../../domain/post/search.ts";
import type { Search } from "../../domain/query/search.ts";
import type { Post } from "../../domain/schema/posts.ts";
import type { Tables } from "../connection/tables.ts";
import { matches, mayMatch } from "./post_filter.ts";
import {
  IS_VISIBLE,
  POST_COLUMNS,
  POSTS_BY_TIME,
  POSTS_BY_TOPIC,
  toPost,
} from "../read/posts.ts";
import { nameAuthors } from "../read/handles.ts";
import type { StoredTopic } from "../read/topics.ts";
import { letOthersRun } from "../../domain/time/turns.ts";

export type SearchedTopic = Pick<StoredTopic, "id" | "slug" | "words">;

/** Rows that one search or statement examines at most, so that others are not kept waiting. */
export const MAX_EXAMINED = 5_000;

/** Rows whose terms one search extracts at most: that happens on this thread. */
export const MAX_EXTRACTED = 1_000;

/** Rows that are read at once where each must be examined. */
export const PAGE = 500;

/**
 * Finds posts by reading one after the other, newest first. It examines 5,000 rows
 * at most, and the terms of 1,000: then `next` is where to resume, however few
 * were found.
 */
export async function scanPosts(
  db: Kysely<Tables>,
  topic: SearchedTopic,
  search: PostSearch,
  asked: Search | null,
): Promise<PostPage> {
  const { limit, term } = search;
  const scan = new Scan(db, topic.id, search);
  let before = await scan.placeOf(search.before);
  const end = await scan.findEnd(before);
  const posts: Post[] = [];
  for (let extracted = 0;; extracted += PAGE) {
    if (term && extracted >= MAX_EXTRACTED) {
      return { posts, next: formatCursor(before) };
    }
    const size = term || asked ? PAGE : limit + 1 - posts.length;
    const rows = await nameAuthors(db, await scan.read(before, end, size));
    for (const row of rows) {
      if (!matches(row, search, asked, topic)) continue;
      if (posts.length === limit) return { posts, next: formatCursor(before) };
      posts.push(toPost(row, topic));
      before = scan.cursorOf(row);
    }
    if (rows.length < size) return { posts, next: formatCursor(end) };
    before = scan.cursorOf(rows.at(-1)!);
    await letOthersRun();
  }
}

/** A cursor as `next` has it. */
export function formatCursor(cursor: PostCursor | undefined): string | null {
  return cursor ? formatPostCursor(cursor) : null;
}

/** Whether a search goes along the times of posts: not if only what arrived after another row is wanted. */
export function isByTime({ from, to, after }: PostSearch): boolean {
  return from !== undefined || to !== undefined || after === undefined;
}

/** Rows of a topic along their times, or along `seq`. */
export class Scan {
  readonly #isByTime: boolean;
  readonly #db: Kysely<Tables>;
  readonly #topicId: number;
  readonly #search: PostSearch;

  constructor(db: Kysely<Tables>, topicId: number, search: PostSearch) {
    this.#db = db;
    this.#topicId = topicId;
    this.#search = search;
    this.#isByTime = isByTime(search);
  }

  cursorOf(row: { seq: number; created_ms?: number }): PostCursor {
    const { seq, created_ms: createdMs } = row;
    return this.#isByTime ? { seq, createdMs: createdMs! } : { seq };
  }

  /** The cursor with its time: of the row with its `seq`, or of the next that arrived before. */
  async placeOf(before: PostCursor | undefined) {
    if (!before || !this.#isByTime) return before && { seq: before.seq };
    if (before.createdMs !== undefined) return before;
    const row = await this.#db.selectFrom(POSTS_BY_TOPIC)
      .select(["seq", "created_ms"]).where("topic_id", "=", this.#topicId)
      .where("seq", "<=", before.seq).orderBy("seq", "desc").limit(1)
      .executeTakeFirst();
    if (!row) return { seq: 0, createdMs: Number.MIN_SAFE_INTEGER };
    const isGone = row.seq < before.seq;
    return { seq: row.seq + Number(isGone), createdMs: row.created_ms };
  }

  /** The last of the rows that may be examined; undefined if there are fewer. */
  async findEnd(before: PostCursor | undefined, size = MAX_EXAMINED) {
    const row = await this.select(before).select("seq")
      .$if(this.#isByTime, (qb) => qb.select("created_ms"))
      .limit(1).offset(size - 1).executeTakeFirst();
    return row && this.cursorOf(row);
  }

  /** How many rows follow, visible or not; only for a place without an end. */
  async countRest(before: PostCursor | undefined): Promise<number> {
    const { count } = await this.select(before).clearOrderBy()
      .select(({ fn }) => fn.countAll<number>().as("count"))
      .executeTakeFirstOrThrow();
    return Number(count);
  }

  read(
    before: PostCursor | undefined,
    end: PostCursor | undefined,
    size: number,
  ) {
    return this.select(before, end).select([...POST_COLUMNS, "entities"])
      .where(IS_VISIBLE)
      .where((eb) => eb.and(mayMatch(this.#search)))
      .limit(size).execute();
  }

  /** Its rows beyond a place and down to an end, in its order. */
  select(before: PostCursor | undefined, end?: PostCursor) {
    const { from, to, after } = this.#search;
    // Of two bounds on one side, SQLite may read from the farther one.
    const hasTo = to !== undefined && !(before?.createdMs! < to * 1_000);
    const hasFrom = from !== undefined && !(end?.createdMs! >= from * 1_000);
    return this.#db.selectFrom(this.#isByTime ? POSTS_BY_TIME : POSTS_BY_TOPIC)
      .where("topic_id", "=", this.#topicId)
      .$if(hasFrom, (qb) => qb.where("created_ms", ">=", from! * 1_000))
      .$if(hasTo, (qb) => qb.where("created_ms", "<", to! * 1_000))
      .$if(after !== undefined, (qb) => qb.where("seq", ">", after!))
      .$if(before !== undefined, (qb) => qb.where(beyond(before!)))
      .$if(end !== undefined, (qb) => qb.where(downTo(end!)))
      .$if(this.#isByTime, (qb) => qb.orderBy("created_ms", "desc"))
      .orderBy("seq", "desc");
  }
}

/** Written so that every database recognizes the range of its index. */
export function beyond({ seq, createdMs }: PostCursor): RawBuilder<SqlBool> {
  return createdMs === undefined
    ? sql`seq < ${seq}`
    : sql`created_ms <= ${createdMs} and (created_ms < ${createdMs} or seq < ${seq})`;
}

/** Down to a row, it included. */
function downTo({ seq, createdMs }: PostCursor): RawBuilder<SqlBool> {
  return createdMs === undefined
    ? sql`seq >= ${seq}`
    : sql`created_ms >= ${createdMs} and (created_ms > ${createdMs} or seq >= ${seq})`;
}
