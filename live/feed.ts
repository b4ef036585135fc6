import { slideSnapshot } from "../domain/live/apply.ts";
import { type Beat, parseCursor } from "../domain/live/snapshot.ts";
import { channelOf, type Send } from "./events.ts";
import { type Poll, Poller } from "./poller.ts";
import { Replay } from "./replay.ts";
import type { LiveReads, LiveState } from "./state.ts";
import {
  Audience,
  createViewerStream,
  sendAway,
  type Viewer,
} from "./viewers.ts";

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
  readonly #options: Required<FeedOptions>;
  readonly #audience: Audience;
  readonly #poller: Poller;
  readonly #replay: Replay;
  /** Everyone who watches, up to date or not; each can leave once. */
  readonly #viewers = new Map<Viewer, AbortController>();
  #firstViewerMs = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(reads: LiveReads, options: FeedOptions) {
    this.#options = {
      heartbeatMs: 5_000,
      lateMs: 5_000,
      maxViewers: 10_000,
      onError() {},
      onEvict() {},
      ...options,
    };
    this.#audience = new Audience((viewer) => {
      this.#leave(viewer);
      this.#options.onEvict();
    });
    const send: Send = (encode) => this.#audience.send(encode);
    this.#poller = new Poller(reads, send, this.#options);
    this.#replay = new Replay(reads);
  }

  get viewers(): number {
    return this.#viewers.size;
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
    const { maxViewers } = this.#options;
    if (this.#viewers.size >= maxViewers) {
      throw new TooManyViewersError(maxViewers);
    }
    const left = new AbortController();
    return createViewerStream({
      poller: this.#poller,
      replay: this.#replay,
      audience: this.#audience,
      channel: channelOf(slugs),
      cursor: cursor === null ? null : parseCursor(cursor),
      greeting: encodeRetry(),
      signal: left.signal,
      onEnter: (viewer) => this.#enter(viewer, left),
      onLeave: (viewer) => this.#leave(viewer),
    });
  }

  /** Polls at once: something was committed. */
  notifyCommit(): void {
    this.#poller.notifyCommit();
  }

  /** Asks all viewers to reconnect in a moment, and closes their streams. */
  drain(): void {
    for (const viewer of [...this.#viewers.keys()]) {
      this.#leave(viewer);
      sendAway(viewer);
    }
  }

  [Symbol.dispose](): void {
    this.drain();
  }

  #enter(viewer: Viewer, left: AbortController): void {
    if (this.#viewers.size === 0) this.#firstViewerMs = Date.now();
    this.#viewers.set(viewer, left);
    const { heartbeatMs } = this.#options;
    this.#timer ??= setInterval(() => this.#sendHeartbeat(), heartbeatMs);
  }

  /** Forgets a viewer, unless it has left already. The last one ends the work. */
  #leave(viewer: Viewer): void {
    const left = this.#viewers.get(viewer);
    if (!this.#viewers.delete(viewer)) return;
    left!.abort();
    this.#audience.remove(viewer);
    if (this.#viewers.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#poller.stop();
    this.#replay.clear();
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
