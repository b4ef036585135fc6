import { type Kysely, type Selectable, sql } from "kysely";
import type {
  RefusedCount,
  SkippedCount,
  StorageHealth,
} from "../../domain/pipeline/pipeline.ts";
import { SCORER_VERSION } from "../../domain/sentiment/model.ts";
import { readRescoring, rescoredShare } from "../connection/rescoring.ts";
import type { Tables } from "../connection/tables.ts";

const DAY_MS = 86_400_000;

/** How far messages got, according to the rows. */
interface StoredPipeline {
  /** Messages that did not become a post, most frequent reason first. */
  readonly skipped: readonly SkippedCount[];
  /** What sources sent that is no post, by source and reason. */
  readonly refused: readonly RefusedCount[];
  /** Incarnations of streams in the order in which they were found, and their highest number that has a row. */
  readonly streams: readonly {
    readonly name: string;
    readonly created: string;
    readonly lastSeq: number;
  }[];
  /** How stored posts are scored again; null if they are not. */
  readonly rescoring: StorageHealth["rescoring"];
  /** When the newest post was received, in milliseconds since the epoch; null before the first. */
  readonly receivedMs: number | null;
}

/** Options for {@linkcode readPipeline}. */
export interface ReadPipelineOptions {
  /** The present, in milliseconds since the epoch. @default {Date.now()} */
  nowMs?: number;
}

/**
 * Reads how far messages got. It counts all skipped messages, by an index: some
 * tenths of a second for millions, so do not call it for each viewer.
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
    .where("seq", "=", sql<number>`(select max(seq) from posts)`)
    .executeTakeFirst();
  return {
    skipped: await countSkipped(db, nowMs - DAY_MS),
    refused: await countRefused(db),
    streams: ends,
    rescoring: await readProgress(db),
    receivedMs: newest?.received_ms ?? null,
  };
}

async function readProgress(
  db: Kysely<Tables>,
): Promise<StorageHealth["rescoring"]> {
  const state = await readRescoring(db);
  const share = state ? rescoredShare(state) : 1;
  if (share < 1) return { scorer: state!.version, share };
  const topic = await db.selectFrom("rescorings")
    .innerJoin("topics", "topics.id", "rescorings.topic_id")
    .select(["slug", "through", "first", "last"])
    .whereRef("through", "<", "last").orderBy("topic_id").limit(1)
    .executeTakeFirst();
  return topic
    ? {
      ...{ scorer: SCORER_VERSION, topic: topic.slug },
      share: rescoredShare(topic),
    }
    : null;
}

async function countSkipped(
  db: Kysely<Tables>,
  sinceMs: number,
): Promise<SkippedCount[]> {
  const isRecent = sql`case when received_ms >= ${sinceMs} then 1 else 0 end`;
  const rows = await db.selectFrom("skipped").select(({ fn }) => [
    "reason",
    fn.countAll<number>().as("count"),
    sql<number>`sum(${isRecent})`.as("lastDay"),
  ]).groupBy("reason").execute();
  return rows.map(({ reason, count, lastDay }) => ({
    reason,
    count: Number(count),
    lastDay: Number(lastDay),
  })).sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
}

/** Newest refused messages that are looked at, and reasons that are listed. */
const [MAX_REFUSED, MAX_REASONS] = [10_000, 50];

/** The skipped messages along their reasons: MariaDB would read all where most were refused. */
const BY_REASON = sql<Selectable<Tables["skipped"]>>`skipped`.as<"skipped">(
  sql.raw("skipped /*! force index (skipped_by_reason) */"),
);

/** The reasons for which messages were refused lately, by source, most frequent first, with the first message of each. */
async function countRefused(db: Kysely<Tables>): Promise<RefusedCount[]> {
  const rows = await db.selectFrom(
    db.selectFrom(BY_REASON).select(["stream", "log_seq", "origin", "detail"])
      .where("reason", "in", ["malformed", "oversize"])
      .orderBy("received_ms", "desc").limit(MAX_REFUSED).as("newest"),
  ).select(({ fn }) => [
    "origin",
    "detail",
    fn.countAll<number>().as("count"),
    fn.min<number>("stream").as("stream"),
    fn.min<number>("log_seq").as("first"),
  ]).groupBy(["origin", "detail"]).orderBy("count", "desc")
    .limit(MAX_REASONS).execute();
  return await Promise.all(rows.map(async ({ stream, first, ...row }) => {
    const example = await db.selectFrom("skipped").select(["head", "place"])
      .where("stream", "=", stream).where("log_seq", "=", first)
      .executeTakeFirst();
    return {
      source: row.origin,
      detail: row.detail,
      count: Number(row.count),
      place: example?.place ?? null,
      example: example
        ? decoder.decode(example.head).replace(/\ufffd+$/, "").slice(0, 200)
        : "",
    };
  }));
}

const decoder = new TextDecoder();

/** The highest number of a stream's messages that has a row; 0 if none has. */
export async function readLastSeq(
  db: Kysely<Tables>,
  stream: number,
): Promise<number> {
  const lastIn = async (table: "posts" | "skipped") => {
    const { last } = await db.selectFrom(table)
      .select(({ fn }) => fn.max<number | null>("log_seq").as("last"))
      .where("stream", "=", stream).executeTakeFirstOrThrow();
    return last ?? 0;
  };
  return Math.max(await lastIn("posts"), await lastIn("skipped"));
}

/** What became of messages of a stream. */
export interface StoredSince {
  readonly posts: number;
  readonly duplicates: number;
}

/** Counts what the messages of a stream after a position were stored as. */
export async function countStoredSince(
  db: Kysely<Tables>,
  stream: number,
  after: number,
): Promise<StoredSince> {
  const posts = await db.selectFrom("posts")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("stream", "=", stream).where("log_seq", ">", after)
    .executeTakeFirstOrThrow();
  const duplicates = await db.selectFrom("skipped")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("stream", "=", stream).where("log_seq", ">", after)
    .where("reason", "=", "duplicate").where("about", "not like", "rejected!%")
    .executeTakeFirstOrThrow();
  return { posts: Number(posts.count), duplicates: Number(duplicates.count) };
}

/** Names of the sources that are read, such as `bluesky`. */
export async function readSourceNames(db: Kysely<Tables>): Promise<string[]> {
  const rows = await db.selectFrom("source_states").select("name").distinct()
    .where("state", "!=", "ended").orderBy("name").execute();
  return rows.map(({ name }) => name);
}
