import type { Kysely, Selectable } from "kysely";
import { parseQuery } from "../../domain/query/parse.ts";
import { QuerySyntaxError, queryWords } from "../../domain/query/query.ts";
import type { Topic } from "../../domain/topic/topic.ts";
import type { Tables } from "../connection/tables.ts";

/** A topic as the database's other reads need it. */
export interface StoredTopic extends Topic {
  /** The id that rows know it by. */
  readonly id: number;
  /** Whether it was removed; its posts are kept. */
  readonly archived: boolean;
  /** It is to be filled from posts that were stored up to this `seq`; null if it is not. */
  readonly fillSeq: number | null;
  /** Folded words that carry no sentiment: its own, and those that were taken out. */
  readonly words: ReadonlySet<string>;
  /** The words that its query asks for, folded. */
  readonly own: ReadonlySet<string>;
  /** What was taken out, in the order of its letters; see `readIgnored()`. */
  readonly ignored: readonly string[];
}

/** Options for {@linkcode readTopics}, {@linkcode findTopic} and {@linkcode readTopic}. */
export interface ReadTopicsOptions {
  /** Whether archived topics are included. @default {false} */
  archived?: boolean;
}

/** Topics in the order in which they were created. */
export async function readTopics(
  db: Kysely<Tables>,
  options: ReadTopicsOptions = {},
): Promise<StoredTopic[]> {
  const rows = await selectTopics(db, options).orderBy("id").execute();
  return rows.map(toStoredTopic);
}

/** Names of current topics by their ids, in the order in which they were created. */
export async function readSlugs(
  db: Kysely<Tables>,
): Promise<Map<number, string>> {
  const rows = await db.selectFrom("topics").select(["id", "slug"])
    .where("archived_ms", "is", null).orderBy("id").execute();
  return new Map(rows.map(({ id, slug }) => [id, slug]));
}

/** The topic with a slug; undefined if there is none. */
export async function findTopic(
  db: Kysely<Tables>,
  slug: string,
  options: ReadTopicsOptions = {},
): Promise<StoredTopic | undefined> {
  const row = await selectTopics(db, options).where("slug", "=", slug)
    .executeTakeFirst();
  return row && toStoredTopic(row);
}

/**
 * The topic with a slug.
 *
 * @throws {UnknownTopicError} If there is none.
 */
export async function readTopic(
  db: Kysely<Tables>,
  slug: string,
  options: ReadTopicsOptions = {},
): Promise<StoredTopic> {
  const topic = await findTopic(db, slug, options);
  if (!topic) throw new UnknownTopicError(slug);
  return topic;
}

function selectTopics(
  db: Kysely<Tables>,
  { archived = false }: ReadTopicsOptions,
) {
  return db.selectFrom("topics").selectAll()
    .$if(!archived, (qb) => qb.where("archived_ms", "is", null));
}

function toStoredTopic(row: Selectable<Tables["topics"]>): StoredTopic {
  return {
    id: row.id,
    slug: row.slug,
    query: row.query,
    color: row.color,
    active: row.active === 1,
    title: row.title,
    description: row.description,
    archived: row.archived_ms !== null,
    fillSeq: row.fill_seq,
    ...wordsOf(row),
  };
}

/** The columns of a topic that say which words carry no sentiment. */
export const WORD_COLUMNS = ["query", "ignored"] as const;

type TopicWords = Pick<StoredTopic, "words" | "own" | "ignored">;

/** Topics whose words are remembered; then all are forgotten at once. */
const MAX_KNOWN = 5_000;
const known = new Map<string, TopicWords>();

/** Which words of a stored topic carry no sentiment. */
export function wordsOf(
  { query, ignored }: Pick<
    Selectable<Tables["topics"]>,
    typeof WORD_COLUMNS[number]
  >,
): TopicWords {
  const key = `${ignored ?? ""} ${query}`;
  const before = known.get(key);
  if (before) return before;
  const own = findWords(query);
  const list: readonly string[] = ignored === null ? [] : JSON.parse(ignored);
  const words = list.length === 0 ? own : own.union(new Set(list));
  if (known.size >= MAX_KNOWN) known.clear();
  const found = { words, own, ignored: list };
  known.set(key, found);
  return found;
}

/** Words that are taken out of a topic, as a column holds them: each once, in one order. */
export function toIgnoredColumn(words: readonly string[]): string | null {
  return words.length === 0 ? null : JSON.stringify([...new Set(words)].sort());
}

/** A query of an older version may be invalid by now: it has no words, and its posts can still be read. */
function findWords(query: string): ReadonlySet<string> {
  try {
    return queryWords(parseQuery(query));
  } catch (error) {
    if (!(error instanceof QuerySyntaxError)) throw error;
    return new Set();
  }
}

/** Thrown for a topic that does not exist or is archived. */
export class UnknownTopicError extends Error {
  constructor(readonly slug: string) {
    super(`Unknown topic "${slug}"`);
    this.name = "UnknownTopicError";
  }
}
