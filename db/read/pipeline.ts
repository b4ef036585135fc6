import { type Kysely, sql } from "kysely";
import type { SkippedCount } from "../../domain/pipeline/pipeline.ts";
import type { Tables } from "../connection/tables.ts";

const DAY_MS = 86_400_000;

/** How far messages got, according to the rows. */
interface StoredPipeline {
  /** Messages that did not become a post, most frequent reason first. */
  readonly skipped: readonly SkippedCount[];
  /** Incarnations of streams in the order in which they were found, and their highest number that has a row. */
  readonly streams: readonly {
    readonly name: string;
    readonly created: string;
    readonly lastSeq: number;
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
    streams: ends,
    receivedMs: newest?.received_ms ?? null,
  };
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

/** Names of the sources that are read, such as `bluesky`. */
export async function readSourceNames(db: Kysely<Tables>): Promise<string[]> {
  const rows = await db.selectFrom("source_states").select("name").distinct()
    .where("state", "!=", "ended").orderBy("name").execute();
  return rows.map(({ name }) => name);
}
