import { type Kysely, sql } from "kysely";
import type { SkipReason } from "../../domain/pipeline/log_entry.ts";
import type { SkippedCount } from "../../domain/pipeline/pipeline.ts";
import type { Tables } from "../connection/tables.ts";
import { readLastSeq } from "../read_last_seq.ts";

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
