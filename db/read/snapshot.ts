import { type Kysely, sql } from "kysely";
import {
  formatCursor,
  type Snapshot,
  type TopicSnapshot,
  WINDOW_STEP,
  type WindowTerms,
} from "../../domain/live/snapshot.ts";
import { rateOf, windowRange } from "../../domain/live/window.ts";
import type { SkipReason } from "../../domain/pipeline/log_entry.ts";
import type { SkippedCount } from "../../domain/pipeline/pipeline.ts";
import type { TermKind } from "../../domain/post/term.ts";
import type { Series } from "../../domain/series/series.ts";
import type { TopicSummary } from "../../domain/topic/topic.ts";
import type { Database } from "../connection/database.ts";
import { readConsistently } from "../connection/statements.ts";
import type { Tables } from "../connection/tables.ts";
import { readCursor } from "./changes.ts";
import { readPosts } from "./posts.ts";
import { readSeries, readTotals } from "./series.ts";
import { readTerms } from "./terms.ts";
import { readTopics, type StoredTopic } from "./topics.ts";

const DAY_MS = 86_400_000;

/** What the rows say of the way that messages take. */
interface StoredPipeline {
  /** Messages that became no post and are kept, most frequent reason first. */
  readonly skipped: readonly SkippedCount[];
  /** Each incarnation of a log in the order in which they came, and its highest number that has a row. */
  readonly streams: readonly {
    readonly name: string;
    readonly created: string;
    readonly lastSeq: number;
  }[];
  /** Where each source goes on, by their keys. */
  readonly checkpoints: readonly {
    readonly source: string;
    readonly position: string;
  }[];
  /** When the newest post was received, in milliseconds since the epoch; null before the first. */
  readonly receivedMs: number | null;
}

/** Options for {@linkcode readPipeline}. */
export interface ReadPipelineOptions {
  /** The present, in milliseconds since the epoch. @default {Date.now()} */
  nowMs?: number;
}

/**
 * Reads how far messages came. It counts all that is skipped, by an index: some
 * tenths of a second for millions, so do not ask for each viewer.
 */
export async function readPipeline(
  db: Kysely<Tables>,
  { nowMs = Date.now() }: ReadPipelineOptions = {},
): Promise<StoredPipeline> {
  const streams = await db.selectFrom("streams")
    .select(["stream", "name", "created"]).orderBy("stream").execute();
  const ends: StoredPipeline["streams"][number][] = [];
  for (const { stream, name, created } of streams) {
    ends.push({ name, created, lastSeq: await readLastSeq(db, stream) });
  }
  const newest = await db.selectFrom("posts").select("received_ms")
    .where(
      "seq",
      "=",
      (eb) =>
        eb.selectFrom("posts").select(({ fn }) => fn.max("seq").as("last")),
    ).executeTakeFirst();
  const checkpoints = await db.selectFrom("checkpoints")
    .select(["source", "position"]).orderBy("source").execute();
  return {
    skipped: await countSkipped(db, nowMs - DAY_MS),
    streams: ends,
    checkpoints: checkpoints.map((row) => ({ ...row })),
    receivedMs: newest?.received_ms ?? null,
  };
}

async function countSkipped(
  db: Kysely<Tables>,
  sinceMs: number,
): Promise<SkippedCount[]> {
  const isYoung = sql`case when received_ms >= ${sinceMs} then 1 else 0 end`;
  const rows = await db.selectFrom("skipped").select(({ fn }) => [
    "reason",
    fn.countAll<number>().as("count"),
    sql<number>`sum(${isYoung})`.as("lastDay"),
  ]).groupBy("reason").execute();
  return rows.map(({ reason, count, lastDay }) => ({
    reason: reason as SkipReason,
    count: Number(count),
    lastDay: Number(lastDay),
  })).sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
}

/** The highest number of a stream's messages that has a row; 0 if none has. */
export async function readLastSeq(
  db: Kysely<Tables>,
  stream: number,
): Promise<number> {
  const of = async (table: "posts" | "skipped") => {
    const { last } = await db.selectFrom(table)
      .select(({ fn }) => fn.max<number | null>("log_seq").as("last"))
      .where("stream", "=", stream).executeTakeFirstOrThrow();
    return last ?? 0;
  };
  return Math.max(await of("posts"), await of("skipped"));
}

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

/** Counts of a topic's live window, without gaps. */
export function readWindow(
  db: Kysely<Tables>,
  topic: Pick<StoredTopic, "id" | "slug">,
  nowMs: number,
): Promise<Series> {
  return readSeries(db, topic, windowRange(nowMs), WINDOW_STEP);
}

const MAX_TERMS = 20;

/** The words that stand out in a topic's live window. */
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

/** Topics that are not archived with what is stored of them, in the order in which they were made. */
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
