import { HttpError } from "fresh";
import { setImmediate as nextTurn } from "node:timers/promises";
import { changeTopic } from "../db/change_topic.ts";
import type { Database } from "../db/connection/database.ts";
import { listTopics } from "../db/list_topics.ts";
import { readNewestPosts } from "../db/read_newest_posts.ts";
import { removeTopic } from "../db/remove_topic.ts";
import { TooManyTopicsError } from "../db/too_many_topics_error.ts";
import { TopicExistsError } from "../db/topic_exists_error.ts";
import { UnknownTopicError } from "../db/unknown_topic_error.ts";
import { addTopic } from "../db/write/topics.ts";
import type { TopicSummary } from "../domain/topic/topic.ts";
import type { TopicAdmin } from "../domain/topic/topic_admin.ts";
import { tryQuery } from "../domain/topic/try_query.ts";
import { createAdmission } from "./create_admission.ts";
import { createSessions } from "./create_sessions.ts";

/** Posts that a query is tried on. */
const MAX_TRIED = 10_000;

/** Posts that are tried before others get their turn. */
const TURN = 200;

/** What changing topics takes besides the database. */
interface TopicAdminParts {
  /** What posts are read from: one more handle, so that writers need not wait. */
  readonly reader: Database;
  /** Whoever has it may change topics; null: nobody may. */
  readonly token: string | null;
  /** Told of each change. */
  readonly onChange: () => void;
}

/**
 * Joins the database's functions into what the holder of the token may do.
 *
 * @param db Takes the changes. Of SQLite it must be the handle that stores posts
 * in this process: two that wait for each other would stop it.
 */
export function createTopicAdmin(
  db: Database,
  { reader, token, onChange }: TopicAdminParts,
): TopicAdmin {
  async function summaryOf(slug: string): Promise<TopicSummary> {
    const topics = await listTopics(db.kysely);
    const topic = topics.find((one) => one.slug === slug);
    if (!topic) throw new UnknownTopicError(slug);
    return topic;
  }

  async function change<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw toHttpError(error);
    } finally {
      onChange();
    }
  }

  const sessions = createSessions(token);
  return {
    admit: createAdmission(token),
    beginSession: sessions.begin,
    hasSession: sessions.has,
    add: (topic) =>
      change(async () => {
        await addTopic(db, topic);
        return await summaryOf(topic.slug);
      }),
    change: (slug, changes) =>
      change(async () => {
        await changeTopic(db, slug, changes);
        return await summaryOf(slug);
      }),
    remove: (slug, options) =>
      change(async () => await removeTopic(db, slug, options)),
    test: (query) =>
      tryQuery(query, withTurns(readNewestPosts(reader.kysely, MAX_TRIED))),
  };
}

/** The same, with turns for others in between: trying keeps a processor busy. */
async function* withTurns<T>(items: AsyncIterable<T>): AsyncGenerator<T> {
  let count = 0;
  for await (const item of items) {
    yield item;
    if (++count % TURN === 0) await nextTurn();
  }
}

/** Gives what cannot be done its status; all else stays as it is. */
function toHttpError(error: unknown): unknown {
  if (error instanceof UnknownTopicError) return httpError(404, error);
  const isConflict = error instanceof TopicExistsError ||
    error instanceof TooManyTopicsError;
  return isConflict ? httpError(409, error) : error;
}

function httpError(status: 404 | 409, cause: Error): HttpError {
  return new HttpError(status, cause.message, { cause });
}
