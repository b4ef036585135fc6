import { type Kysely, type RawBuilder, sql, type SqlBool } from "kysely";
import { setImmediate } from "node:timers/promises";
import {
  type PostEntities,
  sentimentOf,
  type Term,
} from "../../domain/post/post.ts";
import type { Post } from "../../domain/schema/stored.ts";
import {
  formatPostCursor,
  matchesFilter,
  type PostCursor,
  type PostFilter,
  type PostPage,
  type PostSearch,
  searchPieces,
} from "../../domain/post/search.ts";
import { scoreText } from "../../domain/sentiment/score.ts";
import { extractTerms } from "../../domain/sentiment/terms.ts";
import { foldText } from "../../domain/text/tokens.ts";
import type { Tables } from "../connection/tables.ts";
import {
  IS_VISIBLE,
  POST_COLUMNS,
  POSTS_BY_TIME,
  POSTS_BY_TOPIC,
  toPost,
} from "./posts.ts";
import type { StoredTopic } from "./topics.ts";

/** A topic whose posts are searched. */
export type SearchedTopic = Pick<StoredTopic, "id" | "slug" | "words">;

/** Rows that one search or statement examines at most, so that others are not kept waiting. */
const MAX_EXAMINED = 5_000;

/** Rows whose terms one search extracts at most: that happens on this thread. */
const MAX_EXTRACTED = 1_000;

/** Rows that are read at once where each must be examined. */
const PAGE = 500;

/**
 * Posts of a topic that their authors did not delete, newest first. A search
 * examines 5,000 rows at most, and the terms of 1,000: then `next` is where to
 * resume, however few were found.
 */
export async function findPosts(
  db: Kysely<Tables>,
  topic: SearchedTopic,
  search: PostSearch,
): Promise<PostPage> {
  const { limit, term } = search;
  const scan = new Scan(db, topic.id, search);
  const end = await scan.findEnd(search.before);
  const posts: Post[] = [];
  let before = search.before;
  for (let extracted = 0;; extracted += PAGE) {
    if (term && extracted >= MAX_EXTRACTED) {
      return { posts, next: format(before) };
    }
    const size = term ? PAGE : limit + 1 - posts.length;
    const rows = await scan.read(before, end, size);
    for (const row of rows) {
      if (!matches(row, search, topic)) continue;
      if (posts.length === limit) return { posts, next: format(before) };
      posts.push(toPost(row, topic));
      before = scan.cursorOf(row);
    }
    if (rows.length < size) return { posts, next: format(end) };
    before = scan.cursorOf(rows.at(-1)!);
    await setImmediate(); // others may be waiting for this thread
  }
}

function format(cursor: PostCursor | undefined): string | null {
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

  /** The last row that may be examined; undefined if there are fewer. */
  async findEnd(before: PostCursor | undefined) {
    const row = await this.#select(before).select("seq")
      .$if(this.#isByTime, (qb) => qb.select("created_ms"))
      .limit(1).offset(MAX_EXAMINED - 1).executeTakeFirst();
    return row && this.cursorOf(row);
  }

  read(
    before: PostCursor | undefined,
    end: PostCursor | undefined,
    size: number,
  ) {
    return this.#select(before).select([...POST_COLUMNS, "entities"])
      .where(IS_VISIBLE)
      .where((eb) => eb.and(mayMatch(this.#search)))
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

/** Written so that every database recognizes the range of its index. */
function beyond({ seq, createdMs }: PostCursor): RawBuilder<SqlBool> {
  return createdMs === undefined
    ? sql`seq < ${seq}`
    : sql`created_ms <= ${createdMs} and (created_ms < ${createdMs} or seq < ${seq})`;
}

function downTo({ seq, createdMs }: PostCursor): RawBuilder<SqlBool> {
  return createdMs === undefined
    ? sql`seq >= ${seq}`
    : sql`created_ms >= ${createdMs} and (created_ms > ${createdMs} or seq >= ${seq})`;
}

type Row = Pick<Tables["posts"], "text" | "lang" | "score" | "entities">;

/** Whether a row matches a filter. Its terms are extracted as they were for the rollups. */
export function matches(
  row: Row,
  filter: PostFilter,
  { words }: Pick<StoredTopic, "words">,
): boolean {
  const { text, lang, score } = row;
  const post = { text, lang, sentiment: sentimentOf(score) };
  return matchesFilter(
    post,
    filter,
    (wanted) =>
      mayHold(row, wanted) &&
      termsOf(row, wanted, words).some(({ kind, term }) =>
        kind === wanted.kind && term === wanted.term
      ),
  );
}

/** Whether it is worth extracting the terms of a row: that takes twenty times as long. */
function mayHold({ text, entities }: Row, { kind, term }: Term): boolean {
  const isWord = kind === "positive" || kind === "negative";
  const isName = kind === "hashtag" || kind === "mention";
  if (!isWord && !(isName && entities === null)) return true;
  const [letters] = /^[\p{L}\p{Nd}]+/u.exec(term) ?? [];
  if (letters === undefined) return true;
  // `good` is also found in `goooood`.
  const once = letters.replace(/(.)\1+/gu, "$1");
  return new RegExp(Array.from(once, (one) => `${one}+`).join(""), "u")
    .test(foldText(text));
}

function termsOf(
  { text, lang, entities }: Row,
  { kind }: Term,
  ignore: ReadonlySet<string>,
): Term[] {
  const isWord = kind === "positive" || kind === "negative";
  const scored = isWord
    ? scoreText(text, { ignore })
    : { positive: [], negative: [] };
  const reported = entities === null
    ? {}
    : { entities: JSON.parse(entities) as PostEntities };
  return extractTerms({ text, lang, ...reported }, scored);
}

const SIGN = { positive: ">", neutral: "=", negative: "<" } as const;

/** Words of a sentiment are counted in a column; of other terms a text holds at least a sign. */
const HINTS: Readonly<Record<string, RawBuilder<SqlBool>>> = {
  positive: sql`positive > 0`,
  negative: sql`negative > 0`,
  hashtag: sql`(text like '%#%' or text like '%＃%' or entities is not null)`,
  mention: sql`(text like '%@%' or text like '%＠%' or entities is not null)`,
  link: sql`(text like '%://%' or entities is not null)`,
};

/** The part of a filter that the database can check: it holds for all posts that match, and for some others. */
export function mayMatch(filter: PostFilter): RawBuilder<SqlBool>[] {
  const { q, sentiment, lang, term } = filter;
  const hint = term && HINTS[term.kind];
  return [
    ...(sentiment ? [sql<SqlBool>`score ${sql.raw(SIGN[sentiment])} 0`] : []),
    ...(lang ? [sql<SqlBool>`lang = ${lang}`] : []),
    ...searchPieces(q ?? "").map(mayContain),
    ...(hint ? [hint] : []),
  ];
}

/**
 * Posts that may contain a text, in any case. MySQL finds some more, as its
 * letters are equal without their accents too.
 */
function mayContain(text: string): RawBuilder<SqlBool> {
  const patterns = Array.from(spellings(text), (spelling) => {
    const pattern = `%${spelling.replace(/[!%_]/g, "!$&")}%`;
    return sql`text like ${pattern} escape '!'`;
  });
  return sql`(${sql.join(patterns, sql` or `)})`;
}

/** SQLite's LIKE ignores the case of ASCII letters only: of others it gets the usual spellings. */
function spellings(text: string): Set<string> {
  if (/^[\0-\x7f]*$/.test(text)) return new Set([text]);
  const lower = text.toLowerCase();
  const sentence = lower.replace(/\p{L}/u, (letter) => letter.toUpperCase());
  const title = lower.replace(
    /(?<![\p{L}\p{M}])\p{L}/gu,
    (letter) => letter.toUpperCase(),
  );
  return new Set([text, lower, text.toUpperCase(), sentence, title]);
}
