import { slideSnapshot } from "../domain/live/apply.ts";
import { type Beat, parseCursor } from "../domain/live/snapshot.ts";
import { Audience, channelOf, encodeEvent } from "./audience.ts";
import type { Send } from "./changes.ts";
import { type Poll, Poller } from "./poller.ts";
import type { LiveReads, LiveState } from "./state.ts";
import { createViewerStream } from "./viewer_stream.ts";

/** Polls that may fail before heartbeats say so. */
const LATE_POLLS = 3;

const encoder = new TextEncoder();

/** Options for {@linkcode Feed}. */
export interface FeedOptions {
  /** Milliseconds between two polls of the database. */
  pollMs: number;
  /** Milliseconds between two heartbeats. @default {5_000} */
  heartbeatMs?: number;
  /** Polls may fail for this long, and three times, before heartbeats say so. @default {5_000} */
  lateMs?: number;
  /** Most viewers at once. @default {10_000} */
  maxViewers?: number;
  /** Called when a poll fails; the feed continues. */
  onError?: (error: unknown) => void;
  /** Called for each viewer that is evicted for reading too slowly. */
  onEvict?: () => void;
}

/** The live stream of a process: one polling loop for all viewers, which runs while there are any. */
export class Feed implements Disposable {
  readonly #reads: LiveReads;
  readonly #options: Required<FeedOptions>;
  readonly #audience: Audience;
  readonly #poller: Poller;
  #viewers = 0;
  #firstViewerMs = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(reads: LiveReads, options: FeedOptions) {
    this.#reads = reads;
    this.#options = {
      heartbeatMs: 5_000,
      lateMs: 5_000,
      maxViewers: 10_000,
      onError() {},
      onEvict() {},
      ...options,
    };
    this.#audience = new Audience(() => {
      this.#leave();
      this.#options.onEvict();
    });
    const send: Send = (encode) => this.#audience.send(encode);
    this.#poller = new Poller(reads, send, this.#options);
  }

  get viewers(): number {
    return this.#viewers;
  }

  /** The last successful poll; null without viewers. */
  get lastPoll(): Poll | null {
    return this.#poller.lastPoll;
  }

  /**
   * Server-sent events about some topics, or all: first the changes since
   * `cursor`, or a snapshot, then each change. Cancel the stream to leave.
   *
   * @throws {TooManyViewersError} If the maximum is reached.
   */
  watch(
    slugs: readonly string[] | undefined,
    cursor: string | null,
  ): ReadableStream<Uint8Array> {
    this.#enter();
    return createViewerStream({
      reads: this.#reads,
      poller: this.#poller,
      audience: this.#audience,
      channel: channelOf(slugs),
      cursor: cursor === null ? null : parseCursor(cursor),
      greeting: encodeRetry(),
      onLeave: () => this.#leave(),
    });
  }

  /** Polls at once: something was committed. */
  notifyCommit(): void {
    this.#poller.notifyCommit();
  }

  /** Asks all viewers to reconnect in a moment, and closes their streams. */
  drain(): void {
    const bytes = encodeEvent("drain", "{}");
    this.#audience.send(() => bytes);
    this.#audience.close();
  }

  [Symbol.dispose](): void {
    this.drain();
    clearInterval(this.#timer);
    this.#poller.stop();
  }

  #enter(): void {
    const { maxViewers, heartbeatMs } = this.#options;
    if (this.#viewers >= maxViewers) throw new TooManyViewersError(maxViewers);
    if (this.#viewers++ === 0) this.#firstViewerMs = Date.now();
    this.#timer ??= setInterval(() => this.#sendHeartbeat(), heartbeatMs);
  }

  #leave(): void {
    this.#viewers--;
    if (this.#viewers > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#poller.stop();
  }

  /** Sends the server's time, the rates of all topics, and how long polling has been failing. */
  #sendHeartbeat(): void {
    const { lateMs, pollMs } = this.#options;
    const { state, lastPoll } = this.#poller;
    const now = Date.now();
    const rates = state ? ratesNow(state, now) : {};
    const ageMs = now - (lastPoll?.atMs ?? this.#firstViewerMs);
    const isLate = ageMs > Math.max(lateMs, LATE_POLLS * pollMs);
    const late = isLate ? Math.ceil(ageMs / 1_000) : 0;
    const bytes = encodeHeartbeat({ now, late, rates });
    this.#audience.send(() => bytes);
  }
}

/** A heartbeat for scripts, after a comment for clients that only expect bytes. */
function encodeHeartbeat(beat: Beat): Uint8Array {
  const json = JSON.stringify(beat);
  return encoder.encode(`:\n\nevent: beat\ndata: ${json}\n\n`);
}

/** How long a browser waits before it reconnects: random, so that not all come at once. */
function encodeRetry(): Uint8Array {
  const retryMs = 2_000 + Math.floor(Math.random() * 3_000);
  return encoder.encode(`retry: ${retryMs}\n\n`);
}

/** Current posts per minute of every topic, by slug. */
function ratesNow(
  { topics }: LiveState,
  nowMs: number,
): Record<string, number> {
  return Object.fromEntries(
    Array.from(topics, ([slug, topic]) => [
      slug,
      slideSnapshot(topic, nowMs / 1_000).rate,
    ]),
  );
}

/** Thrown when a process serves its maximum of viewers. */
export class TooManyViewersError extends RangeError {
  /** Seconds until a retry may succeed. */
  readonly retryAfter: number;

  constructor(limit: number, retryAfter = 10) {
    super(`Too many viewers: this server serves at most ${limit}`);
    this.name = "TooManyViewersError";
    this.retryAfter = retryAfter;
  }
}
