import { slideSnapshot } from "../domain/live/apply.ts";
import { type Beat, parseCursor } from "../domain/live/snapshot.ts";
import { channelOf, createAudience } from "./audience.ts";
import { encodeEvent } from "./events.ts";
import { createPoller, type Look } from "./poller.ts";
import type { LiveReads, Present } from "./present.ts";
import { createViewerStream } from "./viewer_stream.ts";

/** Looks that may fail before viewers are told. */
const LATE_LOOKS = 3;

const encoder = new TextEncoder();

/** Options for {@linkcode createFeed}. */
export interface FeedOptions {
  /** Milliseconds between two looks at the database. */
  pollMs: number;
  /** From one sign of life to the next. @default {5_000} */
  beatMs?: number;
  /** So long, and three looks, may fail before viewers are told. @default {5_000} */
  lateMs?: number;
  /** Viewers that are served at once. @default {10_000} */
  maxViewers?: number;
  /** Told of a failed look at the database; the feed goes on. */
  onError?: (error: unknown) => void;
  /** Told of each viewer who was cut off for reading too slowly. */
  onEvict?: () => void;
}

/** The live stream of a process: one polling loop, however many watch. */
export interface Feed extends Disposable {
  readonly viewers: number;
  /** The last look at the database; null while nobody watches. */
  readonly looked: Look | null;
  /**
   * Server-sent events about some topics (all if none are given). What lies
   * between `cursor` and now comes first, or else a snapshot; then each change.
   * Cancel the stream to leave.
   *
   * @throws {TooManyViewersError} If as many watch as may.
   */
  watch(
    slugs: readonly string[] | undefined,
    cursor: string | null,
  ): ReadableStream<Uint8Array>;
  /** Says that there is something new to read. */
  nudge(): void;
  /** Tells everyone to come back in a moment, and lets them go. */
  drain(): void;
}

/** Creates the live stream. The loop runs while somebody watches. */
export function createFeed(reads: LiveReads, options: FeedOptions): Feed {
  const { pollMs, beatMs = 5_000, lateMs = 5_000 } = options;
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
  /** When somebody began to watch. */
  let watchedMs = 0;
  let heart: ReturnType<typeof setInterval> | undefined;

  /** Tells that the stream is alive, what time it is, how topics do that are not watched, and since when nothing could be looked at, if that is long. */
  function beat(): void {
    const now = Date.now();
    const { present } = poller;
    const rates = present ? ratesNow(present, now) : {};
    const restMs = now - (poller.looked?.atMs ?? watchedMs);
    const isLate = restMs > Math.max(lateMs, LATE_LOOKS * pollMs);
    const late = isLate ? Math.ceil(restMs / 1_000) : 0;
    const bytes = encodeBeat({ now, late, rates });
    audience.send(() => bytes);
  }

  function enter(): void {
    if (viewers >= maxViewers) throw new TooManyViewersError(maxViewers);
    if (viewers++ === 0) watchedMs = Date.now();
    heart ??= setInterval(beat, beatMs);
  }

  function leave(): void {
    viewers--;
    if (viewers > 0) return;
    clearInterval(heart);
    heart = undefined;
    poller.stop();
  }

  return {
    get viewers() {
      return viewers;
    },
    get looked() {
      return poller.looked;
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
    nudge: poller.nudge,
    drain() {
      const bytes = encodeEvent("drain", "{}");
      audience.send(() => bytes);
      audience.close();
    },
    [Symbol.dispose]() {
      this.drain();
      clearInterval(heart);
      poller.stop();
    },
  };
}

/** A sign of life for scripts, after a comment for those who only wait for bytes. */
function encodeBeat(beat: Beat): Uint8Array {
  const json = JSON.stringify(beat);
  return encoder.encode(`:\n\nevent: beat\ndata: ${json}\n\n`);
}

/** How long a browser waits before it comes back: spread, so that not all come at once. */
function encodeRetry(): Uint8Array {
  const retryMs = 2_000 + Math.floor(Math.random() * 3_000);
  return encoder.encode(`retry: ${retryMs}\n\n`);
}

/** Posts a minute of every topic at a time in epoch milliseconds, by slug. */
function ratesNow(
  { topics }: Present,
  nowMs: number,
): Record<string, number> {
  return Object.fromEntries(
    Array.from(topics, ([slug, topic]) => [
      slug,
      slideSnapshot(topic, nowMs / 1_000).rate,
    ]),
  );
}

/** Thrown when a process serves as many viewers as it may. */
export class TooManyViewersError extends RangeError {
  /** When it is worth asking again, in seconds. */
  readonly retryAfter: number;

  constructor(limit: number, retryAfter = 10) {
    super(`Too many viewers: this server serves at most ${limit}`);
    this.name = "TooManyViewersError";
    this.retryAfter = retryAfter;
  }
}
