import { costOf } from "../../../domain/pipeline/cost_of.ts";
import type { Log } from "../../../log.ts";
import { createPendingIds } from "../pending_ids.ts";

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
