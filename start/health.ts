import type { Database } from "../db/connection/database.ts";
import { readCursor } from "../db/read/changes.ts";
import { readPipeline } from "../db/read/pipeline.ts";
import { readTotals } from "../db/read/series.ts";
import { readTopics } from "../db/read/topics.ts";
import {
  readGaps,
  readSourceStates,
  type StoredGap,
} from "../db/write/sources.ts";
import { readSpent } from "../db/write/spending.ts";
import {
  type Pipeline,
  type PollerHealth,
  type SourceHealth,
  type SourceRecord,
  type Spending,
  stateOf,
  type StorageHealth,
} from "../domain/pipeline/pipeline.ts";
import {
  findOutages,
  type Gap,
  type Interruptions,
  type SourceEnd,
} from "../domain/series/outages.ts";
import { costOf } from "../domain/topic/try_query.ts";
import type { Feed } from "../live/feed.ts";
import type { TimeRange } from "../domain/time/range.ts";

const WEEK_MS = 7 * 86_400_000;
const MOST_GAPS = 100;

/** Joins what the database and this process know of how posts flow; asked often, it answers the same for a while. */
export function createPipelineReader(
  db: Database,
  feed: Pick<Feed, "viewers" | "lastPoll">,
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
  { lastPoll }: Pick<Feed, "lastPoll">,
): Promise<PollerHealth> {
  if (!lastPoll) return { behind: null, looked: null };
  const { seq } = await readCursor(kysely);
  const behind = Math.max(0, seq - lastPoll.seq);
  return { behind, looked: lastPoll.atMs / 1_000 };
}

/** What a process knows of the way of posts that the database does not. */
export interface Flow {
  readonly logKind: "embedded" | "JetStream";
  /** Messages of the log that are not stored yet; null if this process cannot know. */
  readonly countWaiting: () => Promise<number | null>;
  /** When something was last committed, in epoch milliseconds; null if it is not known. */
  readonly committedMs: () => number | null;
  /** Posts that X may bill a day; 0: no limit. */
  readonly xPostsPerDay: number;
}

/** Options for {@linkcode keepAnswer}. */
export interface KeepAnswerOptions {
  /** Shortest time that an answer is kept. @default {1_000} */
  leastMs?: number;
  /** Longest time. @default {10_000} */
  mostMs?: number;
  /** How many times as long as it took to get it. @default {20} */
  times?: number;
}

/**
 * Gives the same answer to all who ask within a while: the longer `ask` takes,
 * the longer, so that however many ask, little time goes into it.
 */
export function keepAnswer<T>(
  ask: () => Promise<T>,
  options: KeepAnswerOptions = {},
): () => Promise<T> {
  const { leastMs = 1_000, mostMs = 10_000, times = 20 } = options;
  let kept: { answer: Promise<T>; until: number } | undefined;
  return () => {
    const startMs = performance.now();
    if (kept && startMs < kept.until) return kept.answer;
    const asked = { answer: ask(), until: Infinity };
    asked.answer.then(() => {
      const nowMs = performance.now();
      const ms = times * (nowMs - startMs);
      asked.until = nowMs + Math.min(mostMs, Math.max(leastMs, ms));
    }, () => asked.until = 0);
    kept = asked;
    return asked.answer;
  };
}

/** What `/metrics` tells of the database's word on the sources. */
export interface Health {
  readonly sources: readonly SourceHealth[];
  /** Keys of the sources whose interruption is not over. */
  readonly openGaps: readonly string[];
  /** Of X; null if it is not read. */
  readonly spending: Spending | null;
}

/**
 * Reads how the sources are doing now.
 *
 * @param xPostsPerDay Posts that X may bill a day; 0: no limit.
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
    sources,
    openGaps: gaps.filter(({ toMs }) => toMs === null)
      .map(({ source }) => source),
    spending: isX ? spending : null,
  };
}

/** A source that was not heard of for so many seconds is not one of ours any more. */
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

/** Interruptions that are told of one range. */
const MOST = 1_000;

/** Reads what of the sources was away within a range, and when nothing could be read. */
export async function readInterruptions(
  { kysely }: Pick<Database, "kysely">,
  { from, to }: TimeRange,
): Promise<Interruptions> {
  const range = { fromMs: from * 1_000, toMs: to * 1_000, limit: MOST };
  const [gaps, states] = await Promise.all([
    readGaps(kysely, range),
    readSourceStates(kysely),
  ]);
  const now = Date.now() / 1_000;
  const told = gaps.map(toGap);
  const ends = states.map((state) => endOf(toSourceHealth(state, now)));
  return { gaps: told, outages: findOutages(told, ends) };
}

/** Until when a source was at work. */
function endOf({ source, state, seen, since }: SourceHealth): SourceEnd {
  if (state === "silent") return { source, end: seen };
  return { source, end: state === "ended" ? since : null };
}

/** Tells an interruption as pages and programs read it: in seconds. */
function toGap(stored: StoredGap): Gap {
  const { source, fromMs, toMs, why, recovered } = stored;
  return {
    source,
    from: fromMs / 1_000,
    to: toMs === null ? null : toMs / 1_000,
    why,
    recovered,
  };
}

/** Tells how a source is doing at `now`, in seconds since the epoch. */
function toSourceHealth(
  stored: SourceRecord,
  now: number,
): SourceHealth {
  const { source, name, detail, notice, events, rate } = stored;
  const seen = stored.seenMs / 1_000;
  const since = stored.changedMs / 1_000;
  const state = stateOf({ state: stored.state, seen }, now);
  return { source, name, state, detail, notice, since, seen, events, rate };
}
