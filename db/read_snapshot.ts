import { formatCursor } from "../domain/live/cursor.ts";
import type { Snapshot, TopicSnapshot } from "../domain/live/snapshot.ts";
import { rateOf } from "../domain/series/rate_of.ts";
import type { Database } from "./connection/database.ts";
import { readTopics } from "./read/topics.ts";
import { readConsistently } from "./read_consistently.ts";
import { readCursor } from "./read_cursor.ts";
import { readPosts } from "./read_posts.ts";
import { readTotals } from "./read_totals.ts";
import { readWindow } from "./read_window.ts";
import { readWindowTerms } from "./read_window_terms.ts";

const MAX_POSTS = 50;

/** Options for {@linkcode readSnapshot}. */
export interface SnapshotOptions {
  /** Topics to read. @default all */
  slugs?: readonly string[] | undefined;
  /** The present, in milliseconds since the epoch. @default {Date.now()} */
  nowMs?: number;
}

/** All that pages show, as it stood at one moment of the commit order. */
export async function readSnapshot(
  db: Database,
  options: SnapshotOptions = {},
): Promise<Snapshot> {
  const { slugs, nowMs = Date.now() } = options;
  return await readConsistently(db, async (trx) => {
    const cursor = formatCursor(await readCursor(trx));
    const topics: Record<string, TopicSnapshot> = {};
    for (const topic of await readTopics(trx)) {
      if (slugs && !slugs.includes(topic.slug)) continue;
      const window = await readWindow(trx, topic, nowMs);
      topics[topic.slug] = {
        window,
        totals: await readTotals(trx, topic.id),
        rate: rateOf(window),
        terms: await readWindowTerms(trx, topic.id, nowMs),
        posts: await readPosts(trx, topic, MAX_POSTS),
      };
    }
    return { cursor, reset: false, topics };
  });
}
