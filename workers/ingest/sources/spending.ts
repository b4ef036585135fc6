import { costOf } from "../../../domain/topic/try_query.ts";
import type { Log } from "../../../log.ts";

const DAY_MS = 86_400_000;
const WARN_AT = 0.8;

/** Where it is written down which posts were counted. `day` is in UTC, from 0 for 1970-01-01. */
export interface SpendStore {
  /** Posts that were counted on a day. */
  read(source: string, day: number): Promise<number>;
  /** Counts posts that were not counted yet on that day; answers the day's total. */
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
  /** How long posts wait to be written down before they are handed on all the same. @default {2_000} */
  readonly patienceMs?: number;
  /** From a failed try to write to the next. @default {5_000} */
  readonly retryMs?: number;
}

/** Counts what a source bills, a post once a day (UTC), and knows when it is enough. */
export interface SpendMeter {
  /**
   * Counts at once, and resolves when it is written down. Never throws: what
   * cannot be written is kept, counted, and written later.
   */
  count(ids: readonly string[]): Promise<void>;
  /**
   * Reads what is written down for today, as it was counted before or elsewhere
   * too. Throws if that cannot be read.
   */
  refresh(): Promise<void>;
  /** Writes what waits, for `maxMs` at most: nobody counts for now. */
  settle(maxMs: number): Promise<void>;
  /** Posts of today. */
  readonly posts: number;
  /** 0: none. */
  readonly limit: number;
  readonly isSpent: boolean;
  /** When the count begins anew, in milliseconds since the epoch. */
  readonly nextDayMs: number;
}

/** Creates the meter of a source. It knows nothing before its first `refresh`. */
export function createSpendMeter(options: SpendMeterOptions): SpendMeter {
  const { source, limit, store, log, now = Date.now } = options;
  const { patienceMs = 2_000, retryMs = 5_000 } = options;
  const today = () => Math.floor(now() / DAY_MS);
  const told = { warning: -1, end: -1 };
  let written = { day: today(), posts: 0 };

  const pending = createPendingIds({
    patienceMs,
    retryMs,
    write: (day, ids) => store.count(source, day, ids),
    onWritten(day, posts) {
      if (day >= written.day) written = { day, posts };
    },
    onError: (error) =>
      log("warn", "posts are counted, but not written down yet", {
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
    if (told[kind] === day) return;
    told.warning = told[kind] = day;
    const what = kind === "end"
      ? "the limit of posts a day is reached: nothing is read until the next day begins (UTC)"
      : "four fifths of the posts of this day are used";
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
      // A write that was answered meanwhile knows more.
      const before = written.day === day ? written.posts : 0;
      written = { day, posts: Math.max(posts, before) };
      warn();
    },
    settle: pending.settle,
  };
}

/** Ids in one statement. */
const MAX_BATCH = 500;

/** Ids that are remembered while they cannot be written; more are only counted. */
const MAX_KEPT = 100_000;

/** Options for {@linkcode createPendingIds}. */
export interface PendingIdsOptions {
  /** How long adding waits for the writing. */
  readonly patienceMs: number;
  /** From a failed try to the next. */
  readonly retryMs: number;
  /** Writes one batch, one after the other; answers what the day comes to. */
  readonly write: (day: number, ids: readonly string[]) => Promise<number>;
  /** Told what a day comes to, in the moment in which the ids are no longer pending. */
  readonly onWritten: (day: number, posts: number) => void;
  /** Told of the first of several tries that fail. */
  readonly onError: (error: unknown) => void;
}

/** Ids of a few days that are not written down yet. */
interface PendingIds {
  /** Resolves when they are written, or when that takes too long. */
  add(day: number, ids: readonly string[]): Promise<void>;
  countOf(day: number): number;
  /** Tries once more, for `maxMs` at most, and then no more by itself. */
  settle(maxMs: number): Promise<void>;
}

/** Creates an empty collection. */
function createPendingIds(options: PendingIdsOptions): PendingIds {
  const { patienceMs, retryMs, write, onWritten, onError } = options;
  const days = new Map<number, Set<string>>();
  const forgotten = new Map<number, number>();
  let hasFailed = false;
  let writing: Promise<void> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isSettled = false;

  function stopTimer(): void {
    clearTimeout(timer);
    timer = undefined;
  }

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
  }

  /** One try at a time; what fails is tried again later. */
  function start(): Promise<void> {
    stopTimer();
    return writing ??= writeAll().then(
      () => void (hasFailed = false),
      (error) => {
        if (!hasFailed) onError(error);
        hasFailed = true;
        if (!isSettled) timer = setTimeout(() => void start(), retryMs);
      },
    ).finally(() => writing = undefined);
  }

  return {
    async add(day, ids) {
      isSettled = false;
      const kept = days.get(day) ?? new Set();
      days.set(day, kept);
      for (const id of ids) {
        if (kept.size < MAX_KEPT) kept.add(id);
        else forgotten.set(day, (forgotten.get(day) ?? 0) + 1);
      }
      // While it fails, only the timer tries: not every post.
      if (!hasFailed || writing) await atMost(patienceMs, start());
      else timer ??= setTimeout(() => void start(), retryMs);
    },
    countOf: (day) => (days.get(day)?.size ?? 0) + (forgotten.get(day) ?? 0),
    async settle(maxMs) {
      isSettled = true;
      stopTimer();
      await atMost(maxMs, Promise.resolve(writing).then(start));
    },
  };
}

async function atMost(ms: number, promise: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tired = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([promise, tired]);
  clearTimeout(timer);
}
