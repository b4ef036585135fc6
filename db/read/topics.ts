import type { Kysely, Selectable } from "kysely";
import { parseQuery } from "../../domain/query/parse.ts";
import { QuerySyntaxError, queryWords } from "../../domain/query/query.ts";
import type { Topic } from "../../domain/topic/topic.ts";
import { MAX_TOPICS } from "../../domain/topic/track.ts";
import type { Tables } from "../connection/tables.ts";

/**
 * A topic that is not archived.
 *
 * @throws {UnknownTopicError} If there is none of this name.
 */
export async function readTopic(
  db: Kysely<Tables>,
  slug: string,
): Promise<StoredTopic> {
  const topics = await readTopics(db);
  const topic = topics.find((one) => one.slug === slug);
  if (!topic) throw new UnknownTopicError(slug);
  return topic;
}

/** A topic as the database's other reads need it. */
export interface StoredTopic extends Topic {
  /** The number that rows know it by. */
  readonly id: number;
  /** Whether it was removed; its posts are kept. */
  readonly archived: boolean;
  /** The words that its query asks for, folded: they carry no sentiment. */
  readonly words: ReadonlySet<string>;
}

/** Options for {@linkcode readTopics}. */
export interface ReadTopicsOptions {
  /** Whether those that are archived are among them. @default {false} */
  archived?: boolean;
}

/** Topics in the order in which they were made. */
export async function readTopics(
  db: Kysely<Tables>,
  { archived = false }: ReadTopicsOptions = {},
): Promise<StoredTopic[]> {
  const rows = await db.selectFrom("topics").selectAll()
    .$if(!archived, (qb) => qb.where("archived_ms", "is", null))
    .orderBy("id").execute();
  return rows.map(toStoredTopic);
}

function toStoredTopic(row: Selectable<Tables["topics"]>): StoredTopic {
  return {
    id: row.id,
    slug: row.slug,
    query: row.query,
    color: row.color,
    active: row.active === 1,
    archived: row.archived_ms !== null,
    words: wordsOf(row.query),
  };
}

/**
 * The words that a stored query asks for, folded. A query that could be read
 * once may be none any more: it has no words, and its posts can still be read.
 */
export function wordsOf(query: string): ReadonlySet<string> {
  try {
    return queryWords(parseQuery(query));
  } catch (error) {
    if (!(error instanceof QuerySyntaxError)) throw error;
    return new Set();
  }
}

/** Thrown when a topic is asked for that is not there, or is archived. */
export class UnknownTopicError extends Error {
  constructor(readonly slug: string) {
    super(`Cannot find topic "${slug}": there is none of this name`);
    this.name = "UnknownTopicError";
  }
}

/** Thrown when a topic is to be added and there are as many as there may be. */
export class TooManyTopicsError extends Error {
  constructor(slug: string) {
    super(`Cannot add topic "${slug}": there are ${MAX_TOPICS} already`);
    this.name = "TooManyTopicsError";
  }
}

/** Thrown when a topic is to be added whose name another has. */
export class TopicExistsError extends Error {
  constructor(readonly slug: string) {
    super(`Cannot add topic "${slug}": there is one of this name`);
    this.name = "TopicExistsError";
  }
}
