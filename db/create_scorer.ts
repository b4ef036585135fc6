import type { Kysely } from "kysely";
import type { EditEntry } from "../domain/pipeline/log_entry.ts";
import { scorePost } from "../domain/sentiment/score_post.ts";
import type { Tables } from "./connection/tables.ts";
import { readTopics } from "./read/topics.ts";

const NO_WORDS: ReadonlySet<string> = new Set();

/** Creates what scores posts for each topic as it is now. */
export async function createScorer(
  db: Kysely<Tables>,
): Promise<EditEntry["score"]> {
  const topics = await readTopics(db, { archived: true });
  const words = new Map(topics.map((topic) => [topic.id, topic.words]));
  return (topicId, post) => scorePost(post, words.get(topicId) ?? NO_WORDS);
}
