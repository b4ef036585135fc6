import {
  type AliasedRawBuilder,
  type Expression,
  type Kysely,
  type RawBuilder,
  type Selectable,
  sql,
  type SqlBool,
} from "kysely";
import { setImmediate } from "node:timers/promises";
import {
  type Post,
  type PostEntities,
  sentimentOf,
} from "../../domain/post/post.ts";
import {
  formatPostCursor,
  matchesFilter,
  type PostCursor,
  type PostFilter,
  type PostPage,
  type PostSearch,
  searchPieces,
} from "../../domain/post/search.ts";
import type { Term } from "../../domain/post/term.ts";
import { scoreText } from "../../domain/sentiment/score.ts";
import { extractTerms } from "../../domain/sentiment/terms.ts";
import type { Tables } from "../connection/tables.ts";

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

type Row = Pick<Tables["posts"], "text" | "lang" | "score"> & {
  readonly entities: string | null;
};

/** Whether a row is a post that somebody wants to see. Its terms are found as they were for the rollups. */
export function isRowChosen(
  row: Row,
  choice: PostFilter,
  { words }: Pick<PostTopic, "words">,
): boolean {
  const { text, lang, score } = row;
  const post = { text, lang, sentiment: sentimentOf(score) };
  return matchesFilter(
    post,
    choice,
    (wanted) =>
      termsOf(row, wanted, words).some(({ kind, term }) =>
        kind === wanted.kind && term === wanted.term
      ),
  );
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
  const told = entities === null
    ? {}
    : { entities: JSON.parse(entities) as PostEntities };
  return extractTerms({ text, lang, ...told }, scored);
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

/**
 * What the database can tell of a choice: posts for which this does not hold are
 * not chosen; of the others some are not either.
 */
export function mayBeChosen(choice: PostFilter): Expression<SqlBool>[] {
  const { q, sentiment, lang, term } = choice;
  const hint = term && HINTS[term.kind];
  return [
    ...(sentiment ? [sql<SqlBool>`score ${sql.raw(SIGN[sentiment])} 0`] : []),
    ...(lang ? [sql<SqlBool>`lang = ${lang}`] : []),
    ...searchPieces(q ?? "").map(holdsText),
    ...(hint ? [hint] : []),
  ];
}

/**
 * Posts that may hold a text, any case. MySQL finds some more, as its letters
 * are equal without their accents too.
 */
function holdsText(piece: string): RawBuilder<boolean> {
  const tries = Array.from(spellings(piece), (spelling) => {
    const pattern = `%${spelling.replace(/[!%_]/g, "!$&")}%`;
    return sql`text like ${pattern} escape '!'`;
  });
  return sql<boolean>`(${sql.join(tries, sql` or `)})`;
}

/** SQLite's LIKE knows the case of ASCII letters only: of others it gets what people write. */
function spellings(piece: string): Set<string> {
  if (/^[\0-\x7f]*$/.test(piece)) return new Set([piece]);
  const lower = piece.toLowerCase();
  const sentence = lower.replace(/\p{L}/u, (letter) => letter.toUpperCase());
  const title = lower.replace(
    /(?<![\p{L}\p{M}])\p{L}/gu,
    (letter) => letter.toUpperCase(),
  );
  return new Set([piece, lower, piece.toUpperCase(), sentence, title]);
}

/** The posts, to be read along the times of one topic; for MySQL and MariaDB, as `POSTS_BY_TOPIC` is. */
const POSTS_BY_TIME: AliasedRawBuilder<
  Selectable<Tables["posts"]>,
  "posts"
> = sql<Selectable<Tables["posts"]>>`posts`.as<"posts">(
  sql`posts /*! force index (posts_by_time) */`,
);

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

/**
 * A post that its author did not delete. Written so that MySQL, whose index
 * holds those too, does not search it for a topic that has few of them.
 */
export const IS_VISIBLE: RawBuilder<boolean> = sql`posts.deleted + 0 = 0`;

/**
 * The posts, to be read along one topic. MySQL and MariaDB, whose hint is a
 * comment to SQLite, would else walk along all posts where a topic has many, and
 * walk far if its posts lie elsewhere.
 */
export const POSTS_BY_TOPIC: AliasedRawBuilder<
  Selectable<Tables["posts"]>,
  "posts"
> = sql<Selectable<Tables["posts"]>>`posts`.as<"posts">(
  sql`posts /*! force index (posts_by_topic) */`,
);

/** The columns of `posts` that a {@linkcode Post} is made from. */
export const POST_COLUMNS = [
  "seq",
  "topic_id",
  "source",
  "ext_id",
  "author",
  "lang",
  "created_ms",
  "text",
  "url",
  "score",
] as const satisfies readonly (keyof Tables["posts"])[];

/** A row of `posts`, as far as {@linkcode POST_COLUMNS} go. */
export type PostRow = Pick<Tables["posts"], typeof POST_COLUMNS[number]>;

/** What of its topic a post's row does not hold. */
export interface PostTopic {
  readonly slug: string;
  /** The topic's own words, folded: they carry no sentiment. */
  readonly words: ReadonlySet<string>;
}

/** Makes the API's post of a row; the marks are found anew, so that they fit the text. */
export function toPost(row: PostRow, topic: PostTopic): Post {
  return {
    seq: row.seq,
    id: row.ext_id,
    source: row.source,
    topic: topic.slug,
    author: row.author,
    createdAt: new Date(row.created_ms).toISOString(),
    text: row.text,
    lang: row.lang,
    score: row.score,
    sentiment: sentimentOf(row.score),
    url: row.url,
    marks: scoreText(row.text, { ignore: topic.words }).marks,
  };
}
