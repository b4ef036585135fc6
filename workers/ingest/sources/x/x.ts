import { retry, sleep } from "../../../../domain/time/retry.ts";
import type { Source, SourceEvent, SourceStatus } from "../source.ts";
import type { SpendMeter } from "../spending.ts";
import type { TopicWatch } from "../topic_watch.ts";
import { createXClient, type XClient } from "./client.ts";
import { XError } from "./errors.ts";
import { TIMEOUTS, type Timeouts, XBackoff } from "./pacing.ts";
import { createRuleKeeper, type RuleKeeper } from "./rule_keeper.ts";
import {
  type BatchQueue,
  createBatchQueue,
  readStream,
  type ReadStreamOptions,
} from "./stream.ts";

/** Options for {@linkcode xSource}. */
export interface XSourceOptions {
  /** `host[:port]`, from `x:` or `x://host`. @default {"api.x.com"} */
  readonly host?: string;
  /** App-only bearer. */
  readonly token: string;
  /** The rules at X follow them, also while connected. */
  readonly topics: TopicWatch;
  /** Counts the posts that X delivers, up to the limit. */
  readonly meter: SpendMeter;
  /** @default as X's documentation has it */
  readonly timeouts?: Partial<Timeouts>;
  /** @default {Date.now} */
  readonly now?: () => number;
}

/**
 * Posts from the filtered stream of X's API (version 2), whose rules follow
 * our topics. X offers no replay, so there are no positions.
 */
export function xSource(options: XSourceOptions): Source {
  const { host = "api.x.com", token, topics, meter, now = Date.now } = options;
  const timeouts = { ...TIMEOUTS, ...options.timeouts };

  return {
    name: "x",
    key: "x:",
    async *read(_position, signal) {
      if (signal.aborted) return;
      const queue = createBatchQueue();
      const report = (status: SourceStatus) =>
        queue.push({ events: [status], bytes: 0 });
      const client = createXClient({ host, token, timeouts });
      using rules = createRuleKeeper({
        topics,
        client,
        timeouts,
        now,
        onNotice: (detail) => report({ kind: "notice", detail }),
      });
      const stop = new AbortController();
      const either = AbortSignal.any([signal, stop.signal]);
      const parts = {
        host,
        client,
        rules,
        meter,
        queue,
        timeouts,
        now,
        report,
      };
      const following = followX(parts, either).finally(() => queue.end());
      following.catch(() => {}); // awaited below
      const late = Promise.withResolvers<void>();
      either.addEventListener(
        "abort",
        () => void sleep(timeouts.endMs, stop.signal).then(late.resolve),
      );
      try {
        yield* handOn(queue, late.promise);
        await following;
      } finally {
        stop.abort();
        await Promise.allSettled([following]);
        await meter.settle(timeouts.endMs);
      }
    },
  };
}

/** Events in their order, each batch once it is counted; those left when it is `late` are dropped. */
async function* handOn(
  queue: BatchQueue,
  late: Promise<void>,
): AsyncGenerator<SourceEvent> {
  let isLate = false;
  void late.then(() => isLate = true);
  for await (const { events, counted } of queue.read()) {
    await Promise.race([counted, late]);
    for (const event of events) {
      if (isLate) return;
      yield event;
    }
  }
}

/** What {@linkcode followX} works with. */
interface FollowXOptions extends Omit<ReadStreamOptions, "onAlive"> {
  readonly host: string;
  readonly client: XClient;
  readonly rules: RuleKeeper;
  readonly report: (status: SourceStatus) => void;
}

/** Keeps one connection to X, reconnecting no faster than X allows, until `signal` aborts. */
async function followX(
  options: FollowXOptions,
  signal: AbortSignal,
): Promise<void> {
  const following = new Following(options, signal);
  try {
    await following.readSpending();
    while (!signal.aborted) await following.step();
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

const TOO_OFTEN =
  "X allows 50 connections in 15 minutes, and all of them are used";

class Following {
  readonly #options: FollowXOptions;
  readonly #signal: AbortSignal;
  readonly #backoff: XBackoff;
  /** Since when there is no connection; null while there is one. */
  #downMs: number | null = null;

  constructor(options: FollowXOptions, signal: AbortSignal) {
    this.#options = options;
    this.#signal = signal;
    this.#backoff = new XBackoff(options.timeouts);
  }

  /** Nothing may be read before today's count is known. */
  async readSpending(): Promise<void> {
    const { meter, timeouts: { httpFirstMs } } = this.#options;
    await retry(() => meter.refresh(), {
      baseMs: httpFirstMs,
      maxMs: httpFirstMs,
      jitter: 0,
      isTransient: () => true,
      signal: this.#signal,
      onRetry: (error, waitMs) => {
        const why = error instanceof Error ? error.message : String(error);
        this.#reportDown(
          `Cannot read how many posts were counted today: ${why}`,
          waitMs,
        );
      },
    });
  }

  async step(): Promise<void> {
    const { meter, rules, queue, client, now } = this.#options;
    if (meter.isSpent) return await this.#waitForNextDay();
    const { connectWaitMs } = client;
    if (connectWaitMs > 0) return await this.#pause(TOO_OFTEN, connectWaitMs);
    try {
      await rules.ensure(this.#signal);
      if (rules.count === 0) return await this.#waitForRules();
      await this.#connect();
    } catch (error) {
      if (this.#signal.aborted || !(error instanceof XError)) throw error;
      const { message, status, kind, resetMs } = error;
      if (status === 409) rules.forget();
      const waitMs = this.#backoff.next(kind, resetMs && resetMs - now());
      await this.#pause(message, waitMs);
    }
    await queue.drained(this.#signal);
  }

  /** Reads a connection until it ends, the day's posts are used up, or no rule is left. */
  async #connect(): Promise<void> {
    const { client, rules, host, timeouts, now, report } = this.#options;
    const stream = await client.openStream(this.#signal);
    const atMs = now();
    const startMs = performance.now();
    let isLive = false;
    let isAlive = false;
    const live = () => {
      if (isLive) return;
      isLive = true;
      this.#downMs = null;
      const detail = `connected to ${host}`;
      report({ kind: "live", atMs, detail, recovered: false });
    };
    const onAlive = () => {
      isAlive = true;
      this.#backoff.succeed();
      live();
    };
    const stands = setTimeout(live, timeouts.standsMs);
    try {
      await this.#withRules(
        () => rules.count === 0,
        (signal) => readStream(stream, signal, { ...this.#options, onAlive }),
      );
    } finally {
      clearTimeout(stands);
      this.#downMs ??= now();
      const stoodMs = performance.now() - startMs;
      if (isAlive && stoodMs >= timeouts.steadyMs) this.#backoff.settle();
    }
  }

  /** Works while the rules follow the topics, until it is done or they are as wanted. */
  async #withRules(
    isDone: () => boolean,
    work: (signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    const stop = new AbortController();
    const signal = AbortSignal.any([this.#signal, stop.signal]);
    const both = [work(signal), this.#options.rules.follow(isDone, signal)];
    try {
      await Promise.race(both);
    } finally {
      stop.abort();
      await Promise.allSettled(both);
    }
  }

  async #waitForRules(): Promise<void> {
    const { rules, now, report } = this.#options;
    const why = "No active topic has a rule at X";
    report({ kind: "down", atMs: now(), why, retryMs: null });
    await rules.follow(() => rules.count > 0, this.#signal);
    this.#downMs = null;
  }

  async #waitForNextDay(): Promise<void> {
    const { meter, timeouts, now } = this.#options;
    const leftMs = () => Math.max(1, meter.nextDayMs - now());
    this.#reportDown(
      `The limit of ${meter.limit} posts a day is reached: reading resumes at 00:00 UTC`,
      leftMs(),
    );
    await this.#withRules(() => false, async (signal) => {
      while (meter.isSpent && !signal.aborted) {
        await sleep(Math.min(leftMs(), timeouts.spentMs), signal);
      }
    });
  }

  async #pause(why: string, ms: number): Promise<void> {
    this.#reportDown(why, ms);
    await sleep(ms, this.#signal);
  }

  #reportDown(why: string, retryMs: number): void {
    const atMs = this.#downMs ??= this.#options.now();
    const ms = Math.max(0, Math.ceil(retryMs));
    this.#options.report({ kind: "down", atMs, why, retryMs: ms });
  }
}
