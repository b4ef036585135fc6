import { costOf } from "../../../domain/topic/try_query.ts";
import { retry, waitAtMost } from "../../../domain/time/retry.ts";
import type { Log } from "../../../log.ts";

const DAY_MS = 86_400_000;
const WARN_AT = 0.8;

/** The only source that bills posts. */
const SOURCE = "x";

/** Ids in one statement. */
const MAX_BATCH = 500;

/** Ids of a day that are kept while they cannot be stored; further ones are only counted. */
const MAX_KEPT = 100_000;

/** Stores which posts were counted. `day` is in UTC, from 0 for 1970-01-01. */
export interface SpendStore {
  /** Number of posts counted on a day. */
  read(source: string, day: number): Promise<number>;
  /** Counts posts that were not counted yet on that day; resolves to the day's total. */
  count(source: string, day: number, ids: readonly string[]): Promise<number>;
}

/** Options for {@linkcode SpendMeter}. */
export interface SpendMeterOptions {
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

/**
 * Counts the posts that X bills, each once a day (UTC), up to a limit. Call
 * `refresh` before the first use.
 */
export class SpendMeter {
  readonly #options: Required<SpendMeterOptions>;
  /** Ids that are not stored yet, by day. */
  readonly #pending = new Map<number, Set<string>>();
  /** Numbers of posts whose ids are not kept, by day. */
  readonly #dropped = new Map<number, number>();
  #stored: { day: number; posts: number };
  #warned = { day: -1, isSpent: false };
  #isFailing = false;
  #settled = new AbortController();
  #storing: Promise<void> | undefined;

  constructor(options: SpendMeterOptions) {
    const defaults = { now: Date.now, patienceMs: 2_000, retryMs: 5_000 };
    this.#options = { ...defaults, ...options };
    this.#stored = { day: this.#today, posts: 0 };
  }

  /** Posts a day; 0: no limit. */
  get limit(): number {
    return this.#options.limit;
  }

  /** Number of posts today. */
  get posts(): number {
    const day = this.#today;
    const { day: storedDay, posts } = this.#stored;
    return (storedDay === day ? posts : 0) + (this.#dropped.get(day) ?? 0) +
      (this.#pending.get(day)?.size ?? 0);
  }

  get isSpent(): boolean {
    return this.limit > 0 && this.posts >= this.limit;
  }

  /** When the count resets, in milliseconds since the epoch. */
  get nextDayMs(): number {
    return (this.#today + 1) * DAY_MS;
  }

  /**
   * Counts at once, and resolves when the count is stored. Never throws: ids
   * that cannot be stored are kept, counted, and stored later.
   */
  async count(ids: readonly string[]): Promise<void> {
    const day = this.#today;
    const kept = this.#pending.get(day) ?? new Set();
    this.#pending.set(day, kept);
    for (const id of ids) {
      if (kept.size < MAX_KEPT) kept.add(id);
      else this.#dropped.set(day, (this.#dropped.get(day) ?? 0) + 1);
    }
    const stored = this.#store();
    this.#warn();
    if (!this.#isFailing) await waitAtMost(this.#options.patienceMs, stored);
  }

  /** Reads today's stored count, that of earlier processes included; throws if it cannot. */
  async refresh(): Promise<void> {
    const day = this.#today;
    const posts = await this.#options.store.read(SOURCE, day);
    // A write that finished meanwhile is newer.
    const before = this.#stored.day === day ? this.#stored.posts : 0;
    this.#stored = { day, posts: Math.max(posts, before) };
    this.#warn();
  }

  /** Stores pending counts, for `maxMs` at most, and stops retrying. */
  async settle(maxMs: number): Promise<void> {
    this.#settled.abort();
    const last = Promise.resolve(this.#storing).then(() => this.#storeAll());
    await waitAtMost(maxMs, last.catch((error) => this.#noteFailure(error)));
    this.#settled = new AbortController();
  }

  get #today(): number {
    return Math.floor(this.#options.now() / DAY_MS);
  }

  /** One write at a time, retried until it succeeds or is settled. */
  #store(): Promise<void> {
    const { retryMs } = this.#options;
    return this.#storing ??= retry(() => this.#storeAll(), {
      baseMs: retryMs,
      maxMs: retryMs,
      jitter: 0,
      isTransient: () => true,
      onRetry: (error) => this.#noteFailure(error),
      signal: this.#settled.signal,
    }).catch((error) => this.#noteFailure(error))
      .finally(() => this.#storing = undefined);
  }

  async #storeAll(): Promise<void> {
    for (const [day, ids] of this.#pending) {
      while (ids.size > 0) {
        const batch = [...ids.values().take(MAX_BATCH)];
        const posts = await this.#options.store.count(SOURCE, day, batch);
        for (const id of batch) ids.delete(id);
        if (day >= this.#stored.day) this.#stored = { day, posts };
      }
      this.#pending.delete(day);
    }
    this.#isFailing = false;
  }

  #noteFailure(error: unknown): void {
    if (!this.#isFailing) {
      const message = "cannot store the count of billed posts; retrying";
      this.#options.log("warn", message, { source: SOURCE, error });
    }
    this.#isFailing = true;
  }

  /** Warns once a day near the limit, and once at it. */
  #warn(): void {
    const { isSpent, posts, limit } = this;
    const day = this.#today;
    if (limit === 0 || posts < limit * WARN_AT) return;
    const last = this.#warned;
    if (last.day === day && (last.isSpent || !isSpent)) return;
    this.#warned = { day, isSpent };
    const message = isSpent
      ? "the limit of posts a day is reached: reading resumes at 00:00 UTC"
      : "80 % of today's posts are used";
    const dollars = costOf(posts);
    this.#options.log("warn", message, {
      source: SOURCE,
      posts,
      limit,
      dollars,
    });
  }
}
