import type { Database } from "../db/connection/database.ts";
import { readPipeline } from "../db/read/snapshot.ts";
import { readTopics } from "../db/read/topics.ts";
import { readCursor } from "../db/read_cursor.ts";
import { readGaps } from "../db/read_gaps.ts";
import { readTotals } from "../db/read_totals.ts";
import type {
  Pipeline,
  PollerHealth,
  StorageHealth,
} from "../domain/pipeline/pipeline.ts";
import type { Feed } from "../live/feed.ts";
import type { Flow } from "./flow.ts";
import { keepAnswer } from "./keep_answer.ts";
import { readHealth } from "./read_health.ts";
import { toGap } from "./to_gap.ts";

const WEEK_MS = 7 * 86_400_000;
const MOST_GAPS = 100;

/** Joins what the database and this process know of how posts flow; asked often, it answers the same for a while. */
export function createPipelineReader(
  db: Database,
  feed: Pick<Feed, "viewers" | "looked">,
  flow: Flow,
): () => Promise<Pipeline> {
  return keepAnswer(async () => {
    const nowMs = Date.now();
    const range = { fromMs: nowMs - WEEK_MS, toMs: nowMs, limit: MOST_GAPS };
    const [health, gaps, waiting, poller, { newest, storage }] = await Promise
      .all([
        readHealth(db, flow.xPostsPerDay),
        readGaps(db.kysely, range),
        flow.countWaiting().catch(() => null),
        readPoller(db, feed),
        readStored(db, flow.committedMs()),
      ]);
    return {
      at: nowMs / 1_000,
      sources: health.sources,
      log: { kind: flow.logKind, newest, waiting },
      storage,
      poller,
      viewers: feed.viewers,
      gaps: gaps.map(toGap),
      spending: health.spending,
    };
  });
}

async function readStored(
  { kysely }: Database,
  committedMs: number | null,
): Promise<{ newest: number | null; storage: StorageHealth }> {
  const topics = await readTopics(kysely);
  const [{ skipped, streams, receivedMs }, ...totals] = await Promise.all([
    readPipeline(kysely),
    ...topics.map(({ id }) => readTotals(kysely, id)),
  ]);
  return {
    newest: streams.at(-1)?.lastSeq ?? null,
    storage: {
      committed: committedMs === null ? null : committedMs / 1_000,
      received: receivedMs === null ? null : receivedMs / 1_000,
      posts: totals.reduce((sum, { posts }) => sum + posts, 0),
      skipped,
    },
  };
}

async function readPoller(
  { kysely }: Database,
  { looked }: Pick<Feed, "looked">,
): Promise<PollerHealth> {
  if (!looked) return { behind: null, looked: null };
  const { seq } = await readCursor(kysely);
  return { behind: Math.max(0, seq - looked.seq), looked: looked.atMs / 1_000 };
}
