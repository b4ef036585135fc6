import { retry, sleep } from "../../../../domain/time/retry.ts";
import { createEventQueue, type EventQueue } from "../event_queue.ts";
import type { Source, SourceEvent, SourceStatus } from "../source.ts";
import type { SpendMeter } from "../spending.ts";
import type { TopicWatch } from "../topic_watch.ts";
import { createXClient, type XClient } from "./client.ts";
import { XError, type XFailure } from "./errors.ts";
import { createBackoff, X_WAITS, type XWaits } from "./pacing.ts";
import { createRuleKeeper, type RuleKeeper } from "./rule_keeper.ts";
import {
  type EventBatch,
  MAX_WAITING,
  readStream,
  type StreamEnd,
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
  readonly waits?: Partial<XWaits>;
  /** @default {Date.now} */
  readonly now?: () => number;
}

/**
 * Posts from the filtered stream of X's API (version 2), whose rules follow
 * our topics. X offers no replay, so there are no positions.
 */
export function xSource(options: XSourceOptions): Source {
  const { host = "api.x.com", token, topics, meter, now = Date.now } = options;
  const waits: XWaits = { ...X_WAITS, ...options.waits };

  return {
    name: "x",
    key: "x:",
    async *read(_position, signal) {
      if (signal.aborted) return;
      // Reading ends when too much waits; a status is never dropped.
      const queue = createEventQueue<EventBatch>({
        maxCount: Infinity,
        maxBytes: Infinity,
      });
      const report = (status: SourceStatus) =>
        queue.push({ events: [status], counted: Promise.resolve() }, 0);
      const client = createXClient({ host, token, waits });
      using rules = createRuleKeeper({
        topics,
        client,
        waits,
        now,
        onNotice: (detail) => report({ kind: "notice", detail }),
      });
      const stop = new AbortController();
      const either = AbortSignal.any([signal, stop.signal]);
      const parts = { host, client, rules, meter, queue, waits, now, report };
      const following = followX(parts, either).finally(() => queue.end());
      following.catch(() => {}); // awaited below
      const late = Promise.withResolvers<void>();
      either.addEventListener(
        "abort",
        () => void sleep(waits.endMs, stop.signal).then(late.resolve),
      );
      try {
        yield* handOn(queue, late.promise);
        await following;
      } finally {
        stop.abort();
        await Promise.allSettled([following]);
        await meter.settle(waits.endMs);
      }
    },
  };
}

/** Events in their order, each batch once it is counted; those left when it is `late` are dropped. */
async function* handOn(
  queue: EventQueue<EventBatch>,
  late: Promise<void>,
): AsyncGenerator<SourceEvent> {
  let isLate = false;
  void late.then(() => isLate = true);
  for await (const { events, counted } of queue) {
    await Promise.race([counted, late]);
    for (const event of events) {
      if (isLate) return;
      yield event;
    }
  }
}

/** What {@linkcode followX} works with. */
interface FollowXOptions {
  readonly host: string;
  readonly client: XClient;
  readonly rules: RuleKeeper;
  readonly meter: SpendMeter;
  readonly queue: EventQueue<EventBatch>;
  readonly waits: XWaits;
  readonly now: () => number;
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
  readonly #backoff;
  /** Since when there is no connection; null while there is one. */
  #downMs: number | null = null;

  constructor(options: FollowXOptions, signal: AbortSignal) {
    this.#options = options;
    this.#signal = signal;
    this.#backoff = createBackoff(options.waits);
  }

  /** Nothing may be read before today's count is known. */
  async readSpending(): Promise<void> {
    const { meter, waits: { httpFirstMs } } = this.#options;
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
    const { meter, rules, queue, client } = this.#options;
    if (meter.isSpent) return await this.#waitForNextDay();
    const { connectWaitMs } = client;
    if (connectWaitMs > 0) return await this.#pause(TOO_OFTEN, connectWaitMs);
    try {
      await rules.ensure(this.#signal);
      if (rules.count === 0) return await this.#waitForRules();
      await this.#connect();
    } catch (error) {
      if (this.#signal.aborted || !(error instanceof XError)) throw error;
      if (error.status === 409) rules.forget();
      await this.#fail(error.message, error.kind, error.resetMs);
    }
    await queue.drained(MAX_WAITING / 2, this.#signal);
  }

  async #connect(): Promise<void> {
    const { client, waits, meter } = this.#options;
    const stream = await client.openStream(this.#signal);
    const startMs = performance.now();
    const end = await this.#read(stream);
    if (this.#signal.aborted || end === null) return;
    this.#downMs ??= this.#options.now();
    if (end.hadLines) this.#backoff.succeed();
    const stoodMs = performance.now() - startMs;
    if (end.hadLines && stoodMs >= waits.steadyMs) this.#backoff.settle();
    if (end.kind === "spent") return await meter.count([]);
    const kind = end.kind === "full" ? "network" : end.kind;
    await this.#fail(end.why, kind, null);
  }

  /** Reads a connection while the rules follow the topics; null if no rule is left. */
  async #read(stream: ReadableStream<Uint8Array>): Promise<StreamEnd | null> {
    const { rules, host, now, report } = this.#options;
    const atMs = now();
    const onLive = () => {
      this.#downMs = null;
      const detail = `connected to ${host}`;
      report({ kind: "live", atMs, detail, recovered: false });
    };
    const stop = new AbortController();
    const signal = AbortSignal.any([this.#signal, stop.signal]);
    const reading = readStream(stream, signal, { ...this.#options, onLive });
    const keeping = rules.follow(() => rules.count === 0, signal)
      .then(() => null);
    try {
      return await Promise.race([reading, keeping]);
    } finally {
      stop.abort();
      await Promise.allSettled([reading, keeping]);
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
    const { meter, rules, waits, now } = this.#options;
    const stop = new AbortController();
    const signal = AbortSignal.any([this.#signal, stop.signal]);
    const keeping = rules.follow(() => false, signal);
    this.#reportDown(
      `The limit of ${meter.limit} posts a day is reached: reading resumes at 00:00 UTC`,
      meter.nextDayMs - now(),
    );
    try {
      while (meter.isSpent && !signal.aborted) {
        const leftMs = Math.max(1, meter.nextDayMs - now());
        const waiting = sleep(Math.min(leftMs, waits.spentMs), signal);
        await Promise.race([waiting, keeping]);
      }
    } finally {
      stop.abort();
      await Promise.allSettled([keeping]);
    }
  }

  async #fail(
    why: string,
    kind: XFailure,
    resetMs: number | null,
  ): Promise<void> {
    const { now } = this.#options;
    const fromNowMs = resetMs === null ? null : Math.max(0, resetMs - now());
    await this.#pause(why, this.#backoff.next(kind, fromNowMs));
  }

  async #pause(why: string, ms: number): Promise<void> {
    this.#reportDown(why, ms);
    await sleep(ms, this.#signal);
  }

  #reportDown(why: string, retryMs: number): void {
    const { now, report } = this.#options;
    this.#downMs ??= now();
    report({
      kind: "down",
      atMs: this.#downMs,
      why,
      retryMs: Math.max(0, Math.ceil(retryMs)),
    });
  }
}
