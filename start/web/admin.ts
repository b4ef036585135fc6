import { HttpError } from "fresh";
import type { Database } from "../../db/connection/database.ts";
import { readSourceNames } from "../../db/read/pipeline.ts";
import { readNewestPosts } from "../../db/read/posts.ts";
import { listTopics } from "../../db/read/snapshot.ts";
import { UnknownTopicError } from "../../db/read/topics.ts";
import {
  addTopic,
  changeTopic,
  removeTopic,
  TooManyTopicsError,
  TopicExistsError,
} from "../../db/write/topics.ts";
import { describeUnanswered } from "../../domain/query/authors.ts";
import { parseQuery } from "../../domain/query/parse.ts";
import type { Query } from "../../domain/query/query.ts";
import { letOthersRun } from "../../domain/time/turns.ts";
import type { TopicSummary } from "../../domain/topic/topic.ts";
import { readTopicChange } from "../../domain/topic/input.ts";
import {
  type NewTopic,
  type QueryTrial,
  type TopicChange,
  tryQuery,
} from "../../domain/topic/try_query.ts";
import type { Log } from "../../log.ts";
import { createAccess } from "./access.ts";

/** Posts that a query is tried on. */
const MAX_TRIED = 10_000;

/** What {@linkcode createTopicAdmin} uses besides the database. */
interface TopicAdminParts {
  /** Where posts are read: a handle of its own, so that writers need not wait. */
  readonly reader: Database;
  /** Allows its holder to change topics; null for nobody. */
  readonly token: string | null;
  readonly log: Log;
  /** Called after each change. */
  readonly onChange: () => void;
}

/**
 * What the holder of the token may do. Expected errors have an HTTP status; each
 * change is one line of the log, with the address that it came from.
 *
 * @param db Takes the changes. With SQLite it must be the handle that stores posts
 * in this process: two writers would block each other.
 */
export function createTopicAdmin(
  db: Database,
  { reader, token, log, onChange }: TopicAdminParts,
) {
  async function summaryOf(slug: string): Promise<TopicSummary> {
    const topics = await listTopics(db.kysely);
    const topic = topics.find((one) => one.slug === slug);
    if (!topic) throw new UnknownTopicError(slug);
    return { ...topic, ...await warningsOf(db, parseQuery(topic.query)) };
  }

  /** Changes a topic, and logs it in one line. */
  async function change<T>(
    what: string,
    fields: Readonly<Record<string, unknown>>,
    work: () => Promise<T>,
  ): Promise<T> {
    try {
      const result = await work();
      log("info", what, { ...fields, result: "done" });
      return result;
    } catch (error) {
      const result = String((error as Error).message).slice(0, 200);
      log("warn", what, { ...fields, result });
      throw toHttpError(error);
    } finally {
      onChange();
    }
  }

  return {
    ...createAccess(token, { writer: db, reader, log }),
    add: (topic: NewTopic, address: string) =>
      change("topic add", { ...topic, address }, async () => {
        await addTopic(db, topic);
        return await summaryOf(topic.slug);
      }),
    change: (slug: string, changes: TopicChange, address: string) =>
      change(
        "topic change",
        { slug: slug.slice(0, 100), ...changes, address },
        async () => {
          await changeTopic(db, slug, changes);
          return await summaryOf(slug);
        },
      ),
    /** Takes a word out of a topic, or puts it back. */
    ignore: (
      slug: string,
      { word, isIgnored }: { word: string; isIgnored: boolean },
      address: string,
    ) =>
      change(
        "topic words",
        {
          slug: slug.slice(0, 100),
          word: word.slice(0, 100),
          isIgnored,
          address,
        },
        async () => {
          await changeTopic(db, slug, {
            ignored: (before) =>
              isIgnored
                ? readTopicChange({ ignored: [...before, word] }).ignored!
                : before.filter((one) => one !== word),
          });
        },
      ),
    /** Archives a topic, or deletes it with its posts; returns how many there are. */
    remove: (slug: string, options: { purge: boolean }, address: string) =>
      change(
        "topic remove",
        { slug, ...options, address },
        async () => await removeTopic(db, slug, options),
      ),
    test: (query: Query) => tryOnStored(reader, query),
  };
}

/** Tries a query on the newest stored posts. */
export async function tryOnStored(
  db: Pick<Database, "kysely">,
  query: Query,
): Promise<QueryTrial> {
  const posts = withTurns(readNewestPosts(db.kysely, MAX_TRIED));
  return { ...await tryQuery(query, posts), ...await warningsOf(db, query) };
}

/** What sources cannot answer of a query; nothing if they can. */
export async function warningsOf(
  { kysely }: Pick<Database, "kysely">,
  query: Query,
): Promise<Pick<QueryTrial, "warnings">> {
  const warnings = describeUnanswered(query, await readSourceNames(kysely));
  return warnings.length > 0 ? { warnings } : {};
}

/** Yields to other work from time to time: trying a query keeps a processor busy. */
async function* withTurns<T>(items: AsyncIterable<T>): AsyncGenerator<T> {
  for await (const item of items) {
    yield item;
    await letOthersRun();
  }
}

/** Gives expected errors their HTTP status. */
function toHttpError(error: unknown): unknown {
  if (error instanceof UnknownTopicError) return httpError(404, error);
  const isConflict = error instanceof TopicExistsError ||
    error instanceof TooManyTopicsError;
  return isConflict ? httpError(409, error) : error;
}

function httpError(status: 404 | 409, cause: Error): HttpError {
  return new HttpError(status, cause.message, { cause });
}
