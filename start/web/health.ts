import type { Database } from "../../db/connection/database.ts";
import { readCursor } from "../../db/read/changes.ts";
import { readPipeline } from "../../db/read/pipeline.ts";
import { readTotals } from "../../db/read/series.ts";
import { readTopics } from "../../db/read/topics.ts";
import {
  readGaps,
  readSourceStates,
  type StoredGap,
} from "../../db/records/sources.ts";
import { readSpent } from "../../db/records/spending.ts";
import {
  type Pipeline,
  type PollerHealth,
  publicSource,
  publicText,
  type SourceHealth,
  type SourceRecord,
  type Spending,
  stateOf,
  type StorageHealth,
} from "../../domain/pipeline/pipeline.ts";
import {
  findOutages,
  type Gap,
  type Interruptions,
  type SourceEnd,
} from "../../domain/series/outages.ts";
import { costOf } from "../../domain/topic/try_query.ts";
import type { TimeRange } from "../../domain/time/range.ts";
import type { Feed } from "../../live/feed.ts";

const WEEK_MS = 7 * 86_400_000;
const MAX_GAPS = 100;

/** Reads the health of the pipeline from the database and this process; answers are cached for a while. */
export function createPipelineReader(
  db: Database,
  feed: Pick<Feed, "viewers" | "lastPoll">,
  flow: Flow,
): () => Promise<Pipeline> {
  return cacheAnswer(async () => {
    const nowMs = Date.now();
    const range = { fromMs: nowMs - WEEK_MS, toMs: nowMs, limit: MAX_GAPS };
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
      gaps: gaps.map(toGap).map(withPublicSource),
      spending: health.spending,
    };
  });
}

async function readStored(
  { kysely }: Database,
  committedMs: number | null,
): Promise<{ newest: number | null; storage: StorageHealth }> {
  const topics = await readTopics(kysely);
  const [{ streams, receivedMs, ...stored }, ...totals] = await Promise
    .all([
      readPipeline(kysely),
      ...topics.map(({ id }) => readTotals(kysely, id)),
    ]);
  return {
    newest: streams.at(-1)?.lastSeq ?? null,
    storage: {
      committed: committedMs === null ? null : committedMs / 1_000,
      received: receivedMs === null ? null : receivedMs / 1_000,
      posts: totals.reduce((sum, { posts }) => sum + posts, 0),
      ...stored,
    },
  };
}

async function readPoller(
  { kysely }: Database,
  { lastPoll }: Pick<Feed, "lastPoll">,
): Promise<PollerHealth> {
  if (!lastPoll) return { behind: null, looked: null };
  const { seq } = await readCursor(kysely);
  const behind = Math.max(0, seq - lastPoll.seq);
  return { behind, looked: lastPoll.atMs / 1_000 };
}

/** What a process knows about the broker that the database does not. */
export interface Flow {
  readonly logKind: "embedded" | "JetStream";
  /** Messages that are not stored yet; null if this process cannot know. */
  readonly countWaiting: () => Promise<number | null>;
  /** When a batch was last committed, in epoch milliseconds; null if unknown. */
  readonly committedMs: () => number | null;
  /** Posts that X may bill a day; 0 for no limit. */
  readonly xPostsPerDay: number;
}

/** Options for {@linkcode cacheAnswer}. */
interface CacheOptions {
  /** Shortest time to keep an answer. @default {1_000} */
  minMs?: number;
  /** Longest time. @default {10_000} */
  maxMs?: number;
  /** Keeps an answer so many times as long as it took. @default {20} */
  times?: number;
}

/**
 * Caches the answer of `ask`, for longer the longer it takes, so that little time
 * goes into it however many callers there are. Failures are not cached.
 */
export function cacheAnswer<T>(
  ask: () => Promise<T>,
  options: CacheOptions = {},
): () => Promise<T> {
  const { minMs = 1_000, maxMs = 10_000, times = 20 } = options;
  let kept: { answer: Promise<T>; until: number } | undefined;
  return () => {
    const startMs = performance.now();
    if (kept && startMs < kept.until) return kept.answer;
    const entry = { answer: ask(), until: Infinity };
    entry.answer.then(() => {
      const nowMs = performance.now();
      const ms = times * (nowMs - startMs);
      entry.until = nowMs + Math.min(maxMs, Math.max(minMs, ms));
    }, () => entry.until = 0);
    kept = entry;
    return entry.answer;
  };
}

/** Health of the sources, for `/metrics`. */
export interface Health {
  readonly sources: readonly SourceHealth[];
  /** Keys of the sources that are interrupted now. */
  readonly openGaps: readonly string[];
  /** Spending on X; null if it is not read. */
  readonly spending: Spending | null;
}

/**
 * Reads how the sources are doing now.
 *
 * @param xPostsPerDay Posts that X may bill a day; 0 for no limit.
 */
export async function readHealth(
  db: Pick<Database, "kysely">,
  xPostsPerDay: number,
): Promise<Health> {
  const nowMs = Date.now();
  const present = { fromMs: nowMs, toMs: nowMs + 1, limit: 1_000 };
  const [sources, gaps, spending] = await Promise.all([
    readSources(db, nowMs / 1_000),
    readGaps(db.kysely, present),
    readSpending(db, xPostsPerDay, nowMs),
  ]);
  const isX = spending.posts > 0 || sources.some(({ name }) => name === "x");
  return {
    sources: sources.map(withPublicSource),
    openGaps: gaps.filter(({ toMs }) => toMs === null)
      .map(({ source }) => publicSource(source)),
    spending: isX ? spending : null,
  };
}

/** Sources unseen for so many seconds are not listed. */
const GONE_AFTER = 86_400;

/** Reads how the sources are doing at `now`, in seconds since the epoch. */
async function readSources(
  { kysely }: Pick<Database, "kysely">,
  now: number,
): Promise<SourceHealth[]> {
  const stored = await readSourceStates(kysely);
  return stored.map((state) => toSourceHealth(state, now))
    .filter(({ seen }) => now - seen < GONE_AFTER);
}

const DAY_MS = 86_400_000;

/**
 * Reads what X has billed today, UTC.
 *
 * @param limit Posts that it may bill a day; 0: no limit.
 */
export async function readSpending(
  { kysely }: Pick<Database, "kysely">,
  limit: number,
  nowMs: number = Date.now(),
): Promise<Spending> {
  const day = Math.floor(nowMs / DAY_MS);
  const posts = await readSpent(kysely, "x", day);
  return {
    day: new Date(day * DAY_MS).toISOString().slice(0, 10),
    posts,
    limit: limit === 0 ? null : limit,
    cost: costOf(posts),
    renews: (day + 1) * DAY_MS / 1_000,
  };
}

/** Most interruptions that are returned for one range. */
const MAX_INTERRUPTIONS = 1_000;

/** Reads the interruptions of sources within a range, and when none could be read. */
export async function readInterruptions(
  { kysely }: Pick<Database, "kysely">,
  { from, to }: TimeRange,
): Promise<Interruptions> {
  const range = {
    fromMs: from * 1_000,
    toMs: to * 1_000,
    limit: MAX_INTERRUPTIONS,
  };
  const [gaps, states] = await Promise.all([
    readGaps(kysely, range),
    readSourceStates(kysely),
  ]);
  const now = Date.now() / 1_000;
  const found = gaps.map(toGap);
  const ends = states.map((state) => endOf(toSourceHealth(state, now)));
  return {
    gaps: found.map(withPublicSource),
    outages: findOutages(found, ends).map((outage) => ({
      ...outage,
      sources: outage.sources.map(publicSource),
    })),
  };
}

/** The same, as it leaves the server. */
function withPublicSource<T extends { source: string }>(about: T): T {
  return { ...about, source: publicSource(about.source) };
}

/** When a source stopped working; null if it has not. */
function endOf({ source, state, seen, since }: SourceHealth): SourceEnd {
  if (state === "silent") return { source, end: seen };
  return { source, end: state === "ended" ? since : null };
}

/** Converts an interruption to seconds. */
function toGap(stored: StoredGap): Gap {
  const { source, fromMs, toMs, why, recovered } = stored;
  return {
    source,
    from: fromMs / 1_000,
    to: toMs === null ? null : toMs / 1_000,
    why: publicText(why, source),
    recovered,
  };
}

/** How a source is doing at `now`, in seconds since the epoch. */
function toSourceHealth(
  stored: SourceRecord,
  now: number,
): SourceHealth {
  const { source, name, notice, events, rate } = stored;
  const detail = publicText(stored.detail, source);
  const seen = stored.seenMs / 1_000;
  const since = stored.changedMs / 1_000;
  const state = stateOf({ state: stored.state, seen }, now);
  return { source, name, state, detail, notice, since, seen, events, rate };
}
