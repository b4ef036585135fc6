import { type Kysely, type RawBuilder, sql, type SqlBool } from "kysely";
import type { PostFilter } from "../../domain/post/search.ts";
import type { Post } from "../../domain/schema/posts.ts";
import { letOthersRun } from "../../domain/time/turns.ts";
import type { TimeRange } from "../../domain/time/range.ts";
import type { Tables } from "../connection/tables.ts";
import {
  IS_VISIBLE,
  POST_COLUMNS,
  POSTS_BY_TIME,
  POSTS_BY_TOPIC,
  toPost,
} from "../read/posts.ts";
import { nameAuthors } from "../read/handles.ts";
import { matches, mayMatch } from "./post_filter.ts";
import type { Candidates } from "./candidates.ts";
import { MAX_EXAMINED, PAGE, type SearchedTopic } from "./scan.ts";
import { look, readRows } from "./search.ts";

/**
 * Posts of a topic that were written in a range of time, in the order of `seq`,
 * without those that their authors deleted. One page at a time is in memory.
 *
 * @param signal Ends the search, also while it finds nothing.
 */
export async function* exportPosts(
  db: Kysely<Tables>,
  topic: SearchedTopic,
  range: TimeRange,
  filter: PostFilter = {},
  signal?: AbortSignal,
): AsyncGenerator<Post> {
  const { asked, candidates } = await look(db, topic, filter);
  const pages = candidates
    ? findIndexed(db, topic.id, range, filter, candidates)
    : await findExported(db, topic.id, range, filter) ??
      scanExported(db, topic.id, range, filter);
  for await (const rows of pages) {
    if (signal?.aborted) return;
    for (const row of await nameAuthors(db, rows)) {
      if (matches(row, filter, asked, topic)) yield toPost(row, topic);
    }
    await letOthersRun();
  }
}

/** Pages of what the index leads to, and then of what is not indexed yet. */
async function* findIndexed(
  db: Kysely<Tables>,
  topicId: number,
  range: TimeRange,
  filter: PostFilter,
  { through, find }: Candidates,
) {
  for await (const seqs of find(0, through + 1, "oldest")) {
    for (const some of pagesOf(seqs)) {
      const rows = await readRows(db, topicId, some, filter);
      yield rows.filter(({ created_ms: ms }) =>
        ms >= range.from * 1_000 && ms < range.to * 1_000
      );
    }
  }
  yield* scanExported(db, topicId, range, filter, through);
}

/** Posts of a range that are found along their times; of more, all posts of the topic are read. */
const MAX_SORTED = 20_000;

/** Pages of what may match, found by their times and read by their `seq`; null if there are many. */
async function findExported(
  db: Kysely<Tables>,
  topicId: number,
  range: TimeRange,
  filter: PostFilter,
) {
  const found = await db.selectFrom(POSTS_BY_TIME).select("seq")
    .where("topic_id", "=", topicId).where(isWritten(range))
    .limit(MAX_SORTED + 1).execute();
  if (found.length > MAX_SORTED) return null;
  const seqs = found.map(({ seq }) => seq).sort((a, b) => a - b);
  return readEach(
    pagesOf(seqs),
    (some) =>
      db.selectFrom("posts").select([...POST_COLUMNS, "entities"])
        .where("seq", "in", some).where(IS_VISIBLE)
        .where((eb) => eb.and(mayMatch(filter)))
        .orderBy("seq").execute(),
  );
}

function* pagesOf<T>(items: readonly T[]): Generator<T[]> {
  for (let from = 0; from < items.length; from += PAGE) {
    yield items.slice(from, from + PAGE);
  }
}

async function* readEach<T, U>(
  items: Iterable<T>,
  read: (item: T) => Promise<U>,
): AsyncGenerator<U> {
  for (const item of items) yield await read(item);
}

/** Whether a post was written in a range. */
export function isWritten({ from, to }: TimeRange): RawBuilder<SqlBool> {
  return sql`(created_ms >= ${from * 1_000} and created_ms < ${to * 1_000})`;
}

/** Pages of what may match, read along all posts of the topic after one. */
async function* scanExported(
  db: Kysely<Tables>,
  topicId: number,
  range: TimeRange,
  filter: PostFilter,
  after = 0,
) {
  while (true) {
    const end = await findExportEnd(db, topicId, after);
    const rows = await db.selectFrom(POSTS_BY_TOPIC)
      .select([...POST_COLUMNS, "entities"])
      .where("topic_id", "=", topicId).where(IS_VISIBLE)
      .where(isWritten(range))
      .where((eb) => eb.and(mayMatch(filter)))
      .where("seq", ">", after)
      .where("seq", "<=", end ?? Number.MAX_SAFE_INTEGER)
      .orderBy("seq").limit(PAGE).execute();
    yield rows;
    if (rows.length === PAGE) after = rows.at(-1)!.seq;
    else if (end === undefined) return;
    else after = end;
  }
}

/** The last row that one statement may examine; undefined if there are fewer. */
async function findExportEnd(
  db: Kysely<Tables>,
  topicId: number,
  after: number,
): Promise<number | undefined> {
  const row = await db.selectFrom(POSTS_BY_TOPIC).select("seq")
    .where("topic_id", "=", topicId).where("seq", ">", after)
    .orderBy("seq").limit(1).offset(MAX_EXAMINED - 1).executeTakeFirst();
  return row?.seq;
}
