import { sleep } from "../../../../domain/time/retry.ts";
import type { Source, SourceStatus, TopicWatch } from "../source.ts";
import type { SpendMeter } from "../spending.ts";
import { createXClient, type XClient, type XStream } from "./client.ts";
import { XError, type XFailure } from "./errors.ts";
import { createBackoff, X_WAITS, type XWaits } from "./pacing.ts";
import { createRuleKeeper, type RuleKeeper } from "./rules.ts";
import {
  type BatchQueue,
  createBatchQueue,
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
  /** The rules at X follow them, also while the connection stands. */
  readonly topics: TopicWatch;
  /** Counts each post that X delivers, and stops when it is enough. */
  readonly meter: SpendMeter;
  /** @default as X's documentation has it */
  readonly waits?: Partial<XWaits>;
  /** @default {Date.now} */
  readonly now?: () => number;
}

/**
 * Posts from the filtered stream of X's API (version 2), whose rules are our
 * topics. X cannot send anything again, so there are no positions.
 */
export function xSource(options: XSourceOptions): Source {
  const { host = "api.x.com", token, topics, meter, now = Date.now } = options;
  const waits: XWaits = { ...X_WAITS, ...options.waits };

  return {
    name: "x",
    key: "x:",
    async *read(_position, signal) {
      if (signal.aborted) return;
      const queue = createBatchQueue();
      const tell = (status: SourceStatus) =>
        queue.push({ events: [status], bytes: 0, ready: Promise.resolve() });
      const client = createXClient({ host, token, waits });
      using rules = createRuleKeeper({
        topics,
        client,
        waits,
        now,
        onNotice: (detail) => tell({ kind: "notice", detail }),
      });
      const stop = new AbortController();
      const either = AbortSignal.any([signal, stop.signal]);
      const parts = { host, client, rules, meter, queue, waits, now, tell };
      const following = followX(parts, either).finally(() => queue.close());
      following.catch(() => {}); // awaited below
      try {
        yield* queue.read(signal, waits.endMs);
        await following;
      } finally {
        stop.abort();
        await Promise.allSettled([following]);
        await meter.settle(waits.endMs);
      }
    },
  };
}

/** What {@linkcode followX} works with. */
export interface FollowXOptions {
  readonly host: string;
  readonly client: XClient;
  readonly rules: RuleKeeper;
  readonly meter: SpendMeter;
  readonly queue: BatchQueue;
  readonly waits: XWaits;
  readonly now: () => number;
  readonly tell: (status: SourceStatus) => void;
}

/** Holds one connection to X, and makes it anew as often and as slowly as X asks, until `signal` aborts. */
async function followX(
  options: FollowXOptions,
  signal: AbortSignal,
): Promise<void> {
  const following = new Following(options, signal);
  try {
    await following.learnSpending();
    while (!signal.aborted) await following.step();
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

const TOO_OFTEN =
  "There were 50 connections in a quarter of an hour, and X allows no more";

class Following {
  readonly #options: FollowXOptions;
  readonly #signal: AbortSignal;
  readonly #backoff;
  /** Since when the connection does not stand; null while it does. */
  #downMs: number | null = null;

  constructor(options: FollowXOptions, signal: AbortSignal) {
    this.#options = options;
    this.#signal = signal;
    this.#backoff = createBackoff(options.waits);
  }

  /** Nothing is read before it is known what may be read. */
  async learnSpending(): Promise<void> {
    const { meter, waits } = this.#options;
    while (!this.#signal.aborted) {
      try {
        return await meter.refresh();
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        await this.#pause(
          `It cannot be read how many posts were counted today: ${why}`,
          waits.httpFirstMs,
        );
      }
    }
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

  /** Reads a connection, and lets the rules follow the topics meanwhile; null if no rule is left. */
  async #read(stream: XStream): Promise<StreamEnd | null> {
    const { rules, host, now, tell } = this.#options;
    const atMs = now();
    const onLive = () => {
      this.#downMs = null;
      const detail = `connected to ${host}`;
      tell({ kind: "live", atMs, detail, recovered: false });
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
    const { rules, now, tell } = this.#options;
    const why = "X has no rule of an active topic to search for";
    tell({ kind: "down", atMs: now(), why, retryMs: null });
    await rules.follow(() => rules.count > 0, this.#signal);
    this.#downMs = null;
  }

  async #waitForNextDay(): Promise<void> {
    const { meter, rules, waits, now } = this.#options;
    const stop = new AbortController();
    const signal = AbortSignal.any([this.#signal, stop.signal]);
    const keeping = rules.follow(() => false, signal);
    this.#say(
      `The limit of ${meter.limit} posts a day is reached: nothing is read until the next day begins (UTC)`,
      meter.nextDayMs - now(),
    );
    try {
      while (meter.isSpent && !signal.aborted) {
        const leftMs = Math.max(1, meter.nextDayMs - now());
        const napping = sleep(Math.min(leftMs, waits.spentMs), signal);
        await Promise.race([napping, keeping]);
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
    this.#say(why, ms);
    await sleep(ms, this.#signal);
  }

  #say(why: string, retryMs: number): void {
    const { now, tell } = this.#options;
    this.#downMs ??= now();
    tell({
      kind: "down",
      atMs: this.#downMs,
      why,
      retryMs: Math.max(0, Math.ceil(retryMs)),
    });
  }
}
