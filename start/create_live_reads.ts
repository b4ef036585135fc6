import type { Database } from "../db/connection/database.ts";
import { readChanges } from "../db/read/changes.ts";
import { readTopics, type StoredTopic } from "../db/read/topics.ts";
import { readSnapshot } from "../db/read_snapshot.ts";
import { readWindow } from "../db/read_window.ts";
import { readWindowTerms } from "../db/read_window_terms.ts";
import type { LiveReads } from "../live/present.ts";

/** Joins the database's queries into what the live stream reads. */
export function createLiveReads(db: Database): LiveReads {
  const { kysely } = db;

  async function topicOf(slug: string): Promise<StoredTopic> {
    const topics = await readTopics(kysely, { archived: true });
    const topic = topics.find((one) => one.slug === slug);
    if (!topic) throw new Error(`Topic "${slug}" is gone`);
    return topic;
  }

  return {
    readTopics: () => readTopics(kysely),
    readSnapshot: () => readSnapshot(db),
    readChanges: (after, options) => readChanges(kysely, after, options),
    readWindow: async (slug) =>
      readWindow(kysely, await topicOf(slug), Date.now()),
    readWindowTerms: async (slug) =>
      readWindowTerms(kysely, (await topicOf(slug)).id, Date.now()),
  };
}
