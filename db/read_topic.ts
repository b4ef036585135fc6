import type { Kysely } from "kysely";
import type { Tables } from "./connection/tables.ts";
import { readTopics, type StoredTopic } from "./read/topics.ts";
import { UnknownTopicError } from "./unknown_topic_error.ts";

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
