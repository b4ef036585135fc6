import type { Kysely } from "kysely";
import {
  formatCursor,
  type Snapshot,
  type TopicSnapshot,
  WINDOW_STEP,
  type WindowTerms,
} from "../../domain/live/snapshot.ts";
import { rateOf, windowRange } from "../../domain/live/window.ts";
import type { TermKind } from "../../domain/post/post.ts";
import type { Series } from "../../domain/series/series.ts";
import type { TopicSummary } from "../../domain/topic/topic.ts";
import type { Database } from "../connection/database.ts";
import type { Tables } from "../connection/tables.ts";
import { readConsistently } from "../connection/transactions.ts";
import { readCursor } from "./changes.ts";
import { readPosts } from "./posts.ts";
import { readSeries, readTotals } from "./series.ts";
import { readTerms } from "./terms.ts";
import { readTopics, type StoredTopic } from "./topics.ts";

const MAX_POSTS = 50;
const MAX_TERMS = 20;

/** Options for {@linkcode readSnapshot}. */
export interface SnapshotOptions {
  /** Topics to read. @default all */
  slugs?: readonly string[] | undefined;
  /** The present, in milliseconds since the epoch. @default {Date.now()} */
  nowMs?: number;
}

/** All that pages show, as of one position of the commit order. */
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

/** Counts of a topic's live window, without gaps. */
export function readWindow(
  db: Kysely<Tables>,
  topic: Pick<StoredTopic, "id" | "slug">,
  nowMs: number,
): Promise<Series> {
  return readSeries(db, topic, windowRange(nowMs), WINDOW_STEP);
}

/** The most frequent positive and negative words of a topic's live window. */
export async function readWindowTerms(
  db: Kysely<Tables>,
  topicId: number,
  nowMs: number,
): Promise<WindowTerms> {
  const terms = (kind: TermKind) =>
    readTerms(db, { topicId, kind, ...windowRange(nowMs), limit: MAX_TERMS });
  return {
    positive: await terms("positive"),
    negative: await terms("negative"),
  };
}

/** Current topics with what is stored of them, in the order in which they were created. */
export async function listTopics(
  db: Kysely<Tables>,
): Promise<TopicSummary[]> {
  const topics = await readTopics(db);
  return await Promise.all(
    topics.map(async ({ id, slug, query, color, active }) => {
      const last = await db.selectFrom("posts").select("created_ms")
        .where("topic_id", "=", id).orderBy("created_ms", "desc").limit(1)
        .executeTakeFirst();
      return {
        slug,
        query,
        color,
        active,
        posts: (await readTotals(db, id)).posts,
        lastPostAt: last ? new Date(last.created_ms).toISOString() : null,
      };
    }),
  );
}
