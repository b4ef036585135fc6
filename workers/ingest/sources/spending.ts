import { costOf } from "../../../domain/topic/try_query.ts";
import { retry } from "../../../domain/time/retry.ts";
import type { Log } from "../../../log.ts";
import { waitAtMost } from "../../signals.ts";

const DAY_MS = 86_400_000;
const WARN_AT = 0.8;

/** Stores which posts were counted. `day` is in UTC, from 0 for 1970-01-01. */
export interface SpendStore {
  /** Number of posts counted on a day. */
  read(source: string, day: number): Promise<number>;
  /** Counts posts that were not counted yet on that day; resolves to the day's total. */
  count(source: string, day: number, ids: readonly string[]): Promise<number>;
}

/** Options for {@linkcode createSpendMeter}. */
export interface SpendMeterOptions {
  readonly source: "x";
  /** Posts a day; 0: no limit. */
  readonly limit: number;
  readonly store: SpendStore;
  readonly log: Log;
  /** @default {Date.now} */
  readonly now?: () => number;
  /** How long counting waits for the store. @default {2_000} */
  readonly patienceMs?: number;
  /** From a failed write to the next. @default {5_000} */
  readonly retryMs?: number;
}

/** Counts the posts that a source bills, each once a day (UTC), up to a limit. */
export interface SpendMeter {
  /**
   * Counts at once, and resolves when the count is stored. Never throws: ids
   * that cannot be stored are kept, counted, and stored later.
   */
  count(ids: readonly string[]): Promise<void>;
  /** Reads today's stored count, that of earlier processes included; throws if it cannot. */
  refresh(): Promise<void>;
  /** Stores pending counts, for `maxMs` at most, and stops retrying. */
  settle(maxMs: number): Promise<void>;
  /** Number of posts today. */
  readonly posts: number;
  /** 0: none. */
  readonly limit: number;
  readonly isSpent: boolean;
  /** When the count resets, in milliseconds since the epoch. */
  readonly nextDayMs: number;
}

/** Creates the meter of a source. Call `refresh` before the first use. */
export function createSpendMeter(options: SpendMeterOptions): SpendMeter {
  const { source, limit, store, log, now = Date.now } = options;
  const { patienceMs = 2_000, retryMs = 5_000 } = options;
  const today = () => Math.floor(now() / DAY_MS);
  const warned = { warning: -1, end: -1 };
  let written = { day: today(), posts: 0 };

  const pending = createPendingIds({
    patienceMs,
    retryMs,
    write: (day, ids) => store.count(source, day, ids),
    onWritten(day, posts) {
      if (day >= written.day) written = { day, posts };
    },
    onError: (error) =>
      log("warn", "cannot store the count of billed posts; retrying", {
        source,
        error,
      }),
  });

  const postsOf = (day: number) =>
    (written.day === day ? written.posts : 0) + pending.countOf(day);

  function warn(): void {
    const day = today();
    const posts = postsOf(day);
    if (limit === 0 || posts < limit * WARN_AT) return;
    const kind = posts >= limit ? "end" : "warning";
    if (warned[kind] === day) return;
    warned.warning = warned[kind] = day;
    const what = kind === "end"
      ? "the limit of posts a day is reached: reading resumes at 00:00 UTC"
      : "80 % of today's posts are used";
    const dollars = costOf(posts);
    log("warn", what, { source, posts, limit, dollars });
  }

  return {
    limit,
    get posts() {
      return postsOf(today());
    },
    get isSpent() {
      return limit > 0 && postsOf(today()) >= limit;
    },
    get nextDayMs() {
      return (today() + 1) * DAY_MS;
    },
    async count(ids) {
      const writing = pending.add(today(), ids);
      warn();
      await writing;
    },
    async refresh() {
      const day = today();
      const posts = await store.read(source, day);
      // A write that finished meanwhile is newer.
      const before = written.day === day ? written.posts : 0;
      written = { day, posts: Math.max(posts, before) };
      warn();
    },
    settle: pending.settle,
  };
}

/** Ids in one statement. */
const MAX_BATCH = 500;

/** Ids that are kept while they cannot be written; further ones are only counted. */
const MAX_KEPT = 100_000;

/** What {@linkcode createPendingIds} works with. */
interface PendingIdsOptions {
  /** How long adding waits for the write. */
  readonly patienceMs: number;
  /** From a failed write to the next. */
  readonly retryMs: number;
  /** Writes a batch, one at a time; resolves to the day's total. */
  readonly write: (day: number, ids: readonly string[]) => Promise<number>;
  /** Called with the day's total at the moment the ids are no longer pending. */
  readonly onWritten: (day: number, posts: number) => void;
  /** Called with the first of several failures. */
  readonly onError: (error: unknown) => void;
}

/** Ids that are not written down yet, by day. */
interface PendingIds {
  /** Resolves when they are written, or when that takes too long. */
  add(day: number, ids: readonly string[]): Promise<void>;
  countOf(day: number): number;
  /** Tries once more, for `maxMs` at most, and stops retrying. */
  settle(maxMs: number): Promise<void>;
}

function createPendingIds(options: PendingIdsOptions): PendingIds {
  const { patienceMs, retryMs, write, onWritten, onError } = options;
  const days = new Map<number, Set<string>>();
  const dropped = new Map<number, number>();
  let isFailing = false;
  let settled = new AbortController();
  let writing: Promise<void> | undefined;

  async function writeAll(): Promise<void> {
    for (const [day, ids] of days) {
      while (ids.size > 0) {
        const batch = [...ids.values().take(MAX_BATCH)];
        const posts = await write(day, batch);
        for (const id of batch) ids.delete(id);
        onWritten(day, posts);
      }
      days.delete(day);
    }
    isFailing = false;
  }

  function noteFailure(error: unknown): void {
    if (!isFailing) onError(error);
    isFailing = true;
  }

  /** One write at a time, retried until it succeeds or is settled. */
  function start(): Promise<void> {
    return writing ??= retry(writeAll, {
      baseMs: retryMs,
      maxMs: retryMs,
      jitter: 0,
      isTransient: () => true,
      onRetry: noteFailure,
      signal: settled.signal,
    }).catch(noteFailure).finally(() => writing = undefined);
  }

  return {
    async add(day, ids) {
      const kept = days.get(day) ?? new Set();
      days.set(day, kept);
      for (const id of ids) {
        if (kept.size < MAX_KEPT) kept.add(id);
        else dropped.set(day, (dropped.get(day) ?? 0) + 1);
      }
      const written = start();
      if (!isFailing) await waitAtMost(patienceMs, [written]);
    },
    countOf: (day) => (days.get(day)?.size ?? 0) + (dropped.get(day) ?? 0),
    async settle(maxMs) {
      settled.abort();
      const last = Promise.resolve(writing).then(writeAll).catch(noteFailure);
      await waitAtMost(maxMs, [last]);
      settled = new AbortController();
    },
  };
}
