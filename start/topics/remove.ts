import type { Database } from "../../db/connection/database.ts";
import { readTopics } from "../../db/read/topics.ts";
import { readTotals } from "../../db/read_totals.ts";
import { removeTopic } from "../../db/remove_topic.ts";
import { UnknownTopicError } from "../../db/unknown_topic_error.ts";
import { formatCount } from "../../domain/format/format_count.ts";
import type { Removal } from "./command.ts";
import type { Ask } from "./run_command.ts";
import { UnconfirmedError } from "./unconfirmed_error.ts";

/**
 * Archives a topic, or deletes it with its posts, once that is confirmed.
 *
 * @returns What to say of it.
 * @throws {UnconfirmedError} If it is not.
 */
export async function remove(
  db: Database,
  { slug, purge, yes }: Removal,
  ask: Ask,
): Promise<string> {
  const topics = await readTopics(db.kysely, { archived: purge });
  const topic = topics.find((one) => one.slug === slug);
  if (!topic) throw new UnknownTopicError(slug);
  const count = formatCount((await readTotals(db.kysely, topic.id)).posts);
  const question = purge
    ? `Delete ${slug} and its ${count} posts for good?`
    : `Archive ${slug}? Its ${count} posts are kept, and shown no more.`;
  const answer = yes ? true : await ask(question);
  if (!answer) throw new UnconfirmedError(question, answer === null);
  const { posts } = await removeTopic(db, slug, { purge });
  return purge
    ? `deleted ${slug} and its ${formatCount(posts)} posts`
    : `archived ${slug} with its ${formatCount(posts)} posts`;
}
