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
import { MINUTE } from "../../domain/time/range.ts";
import type { Database } from "../connection/database.ts";
import type { Tables } from "../connection/tables.ts";
import { readConsistently } from "../connection/transactions.ts";
import type { TopicCache } from "./cache.ts";
import { readCursor } from "./changes.ts";
import { readPosts } from "./posts.ts";
import { readPostCount, readSeries, readTotals } from "./series.ts";
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
      topics[topic.slug] = await readTopicSnapshot(trx, topic, nowMs);
    }
    return { cursor, reset: false, topics };
  });
}

/** The same, of topics that did not change from the answers that are kept. */
export async function readSharedSnapshot(
  cache: TopicCache,
  options: SnapshotOptions = {},
): Promise<Snapshot> {
  const { slugs, nowMs = Date.now() } = options;
  const { to } = windowRange(nowMs);
  return await cache.readAtOnce(async (trx, { topics: current, ...cursor }) => {
    const topics: Record<string, TopicSnapshot> = {};
    for (const topic of current) {
      if (slugs && !slugs.includes(topic.slug)) continue;
      topics[topic.slug] = await cache.ask(
        topic,
        `snapshot ${to}`,
        () => readTopicSnapshot(trx, topic, nowMs),
      );
    }
    return { cursor: formatCursor(cursor), reset: false, topics };
  });
}

async function readTopicSnapshot(
  db: Kysely<Tables>,
  topic: StoredTopic,
  nowMs: number,
): Promise<TopicSnapshot> {
  const window = await readWindow(db, topic, nowMs);
  return {
    window,
    totals: await readTotals(db, topic.id),
    rate: rateOf(window),
    terms: await readWindowTerms(db, topic, nowMs),
    posts: await readPosts(db, topic, MAX_POSTS),
  };
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
  { id: topicId, ignored }: Pick<StoredTopic, "id" | "ignored">,
  nowMs: number,
): Promise<WindowTerms> {
  const range = { topicId, ignored, ...windowRange(nowMs), limit: MAX_TERMS };
  const terms = (kind: TermKind) => readTerms(db, { ...range, kind });
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
    topics.map(async (topic) =>
      withIgnored(summarize(topic, await readTopicCount(db, topic.id)), topic)
    ),
  );
}

/** Options for {@linkcode listSharedTopics}. */
interface ListOptions {
  /** Whether each comes with the words that were taken out of it: too many for every page. @default {false} */
  ignored?: boolean;
}

/** The same, of topics that did not change from the answers that are kept. */
export async function listSharedTopics(
  { kysely }: Pick<Database, "kysely">,
  cache: TopicCache,
  { ignored = false }: ListOptions = {},
): Promise<TopicSummary[]> {
  const { topics } = await cache.look();
  return await Promise.all(
    topics.map(async (topic) => {
      const read = () => readTopicCount(kysely, topic.id);
      const summary = summarize(topic, await cache.ask(topic, "count", read));
      return ignored ? withIgnored(summary, topic) : summary;
    }),
  );
}

/** What is stored of a topic. */
type TopicCount = Pick<TopicSummary, "posts" | "lastPostAt">;

function summarize(
  { slug, query, color, active, title, description }: StoredTopic,
  { posts, lastPostAt }: TopicCount,
): TopicSummary {
  const words = { title: title ?? null, description: description ?? null };
  return { slug, query, color, active, ...words, posts, lastPostAt };
}

/** A topic with the words that were taken out of it, if there are any. */
function withIgnored(
  summary: TopicSummary,
  { ignored }: StoredTopic,
): TopicSummary {
  return ignored.length === 0 ? summary : { ...summary, ignored };
}

async function readTopicCount(
  db: Kysely<Tables>,
  topicId: number,
): Promise<TopicCount> {
  const last = await db.selectFrom("posts").select("created_ms")
    .where("topic_id", "=", topicId).orderBy("created_ms", "desc").limit(1)
    .executeTakeFirst();
  return {
    posts: (await readTotals(db, topicId)).posts,
    lastPostAt: last ? new Date(last.created_ms).toISOString() : null,
  };
}

/** Posts of each current topic in the last whole minute of the live window, by slug. */
export async function readRates(
  { kysely }: Pick<Database, "kysely">,
  cache: TopicCache,
  nowMs: number = Date.now(),
): Promise<Record<string, number>> {
  const to = windowRange(nowMs).to - WINDOW_STEP;
  const { topics } = await cache.look();
  const rates = topics.map(async (topic) => {
    const read = () =>
      readPostCount(kysely, topic.id, { from: to - MINUTE, to });
    return [topic.slug, await cache.ask(topic, `rate ${to}`, read)] as const;
  });
  return Object.fromEntries(await Promise.all(rates));
}
