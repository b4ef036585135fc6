import { slideSnapshot } from "../domain/live/apply.ts";
import { type Beat, parseCursor } from "../domain/live/snapshot.ts";
import { channelOf, createAudience, encodeEvent } from "./audience.ts";
import { createPoller, type Poll } from "./poller.ts";
import type { LiveReads, LiveState } from "./state.ts";
import { createViewerStream } from "./viewer_stream.ts";

/** Polls that may fail before heartbeats say so. */
const LATE_POLLS = 3;

const encoder = new TextEncoder();

/** Options for {@linkcode createFeed}. */
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

/** The live stream of a process: one polling loop for all viewers. */
export interface Feed extends Disposable {
  readonly viewers: number;
  /** The last successful poll; null without viewers. */
  readonly lastPoll: Poll | null;
  /**
   * Server-sent events about some topics, or all: first the changes since
   * `cursor`, or a snapshot, then each change. Cancel the stream to leave.
   *
   * @throws {TooManyViewersError} If the maximum is reached.
   */
  watch(
    slugs: readonly string[] | undefined,
    cursor: string | null,
  ): ReadableStream<Uint8Array>;
  /** Polls at once: something was committed. */
  notifyCommit(): void;
  /** Asks all viewers to reconnect in a moment, and closes their streams. */
  drain(): void;
}

/** Creates the live stream. Its loop runs while there are viewers. */
export function createFeed(reads: LiveReads, options: FeedOptions): Feed {
  const { pollMs, heartbeatMs = 5_000, lateMs = 5_000 } = options;
  const { maxViewers = 10_000 } = options;
  const { onError = () => {}, onEvict = () => {} } = options;
  const audience = createAudience({
    onEvict() {
      leave();
      onEvict();
    },
  });
  const poller = createPoller(reads, audience.send, { pollMs, onError });
  let viewers = 0;
  let firstViewerMs = 0;
  let timer: ReturnType<typeof setInterval> | undefined;

  /** Sends a heartbeat: server time, rates of all topics, and how long polling has been failing. */
  function sendHeartbeat(): void {
    const now = Date.now();
    const { state, lastPoll } = poller;
    const rates = state ? ratesNow(state, now) : {};
    const ageMs = now - (lastPoll?.atMs ?? firstViewerMs);
    const isLate = ageMs > Math.max(lateMs, LATE_POLLS * pollMs);
    const late = isLate ? Math.ceil(ageMs / 1_000) : 0;
    const bytes = encodeHeartbeat({ now, late, rates });
    audience.send(() => bytes);
  }

  function enter(): void {
    if (viewers >= maxViewers) throw new TooManyViewersError(maxViewers);
    if (viewers++ === 0) firstViewerMs = Date.now();
    timer ??= setInterval(sendHeartbeat, heartbeatMs);
  }

  function leave(): void {
    viewers--;
    if (viewers > 0) return;
    clearInterval(timer);
    timer = undefined;
    poller.stop();
  }

  return {
    get viewers() {
      return viewers;
    },
    get lastPoll() {
      return poller.lastPoll;
    },
    watch(slugs, cursor) {
      enter();
      return createViewerStream({
        reads,
        poller,
        audience,
        channel: channelOf(slugs),
        cursor: cursor === null ? null : parseCursor(cursor),
        greeting: encodeRetry(),
        onLeave: leave,
      });
    },
    notifyCommit: poller.notifyCommit,
    drain() {
      const bytes = encodeEvent("drain", "{}");
      audience.send(() => bytes);
      audience.close();
    },
    [Symbol.dispose]() {
      this.drain();
      clearInterval(timer);
      poller.stop();
    },
  };
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
