import {
  batch,
  computed,
  type ReadonlySignal,
  type Signal,
  signal,
} from "@preact/signals";
import { parseCursor } from "../../domain/live/cursor.ts";
import { slideSnapshot } from "../../domain/live/slide_snapshot.ts";
import { Throttle } from "./ask.ts";
import { clockOffset } from "./clock_offset.ts";
import { type LiveEvent, readLiveEvent } from "./event.ts";
import { applyLiveEvent, type LiveTopics } from "./live_topics.ts";
import { STALE_MS } from "./stale_ms.ts";
import type { LiveStatus, LiveStreamHandlers } from "./stream.ts";

/** Options for {@linkcode LiveStore}. */
export interface LiveStoreOptions {
  /** The screen changes at most once in so many ms. @default {1500} */
  paintMs?: number;
  /** Epoch milliseconds. @default {Date.now} */
  now?: () => number;
}

/** What all islands of a page show: kept up to date by one stream, held still when the reader wants it. */
export class LiveStore implements LiveStreamHandlers, Disposable {
  /** As they are to be shown; empty until the page has started. */
  readonly topics: Signal<LiveTopics> = signal(new Map());
  /** Posts a minute of every topic, as of the last sign of life; empty until there was one. */
  readonly rates: Signal<ReadonlyMap<string, number>> = signal(new Map());
  readonly connection: Signal<LiveStatus> = signal({ kind: "still" });
  /** When the server was last heard of, by the browser's clock; as new as what is shown. */
  readonly heardAt: Signal<number> = signal(0);
  /** For how many seconds the server could read nothing new, if that is long; else 0. */
  readonly late: Signal<number> = signal(0);
  /** The browser's clock in steps of about a second; 0 until the page has started. */
  readonly clientNow: Signal<number> = signal(0);
  /** The server's clock; 0 until the page has started. */
  readonly now: ReadonlySignal<number> = computed(() =>
    this.clientNow.value && this.clientNow.value + this.#offset.value
  );
  /** Whether `topics` is what there is, and not empty because nothing has begun. */
  readonly started: ReadonlySignal<boolean> = computed(() =>
    this.clientNow.value > 0
  );
  /** Whether numbers are as new as they may be: not while the stream is broken, rests or is silent, or the server reads nothing. */
  readonly current: ReadonlySignal<boolean> = computed(() =>
    !["reconnecting", "offline", "resting"]
      .includes(this.connection.value.kind) &&
    this.late.value === 0 &&
    !(this.clientNow.value - (this.heardAt.value || Infinity) >= STALE_MS)
  );
  readonly paused: Signal<boolean> = signal(false);
  /** When the screen changes: all that the stream brings is shown in one step. */
  readonly painting: Throttle;

  readonly #listeners = new Set<(event: LiveEvent) => void>();
  readonly #offset = signal(0);
  readonly #now: () => number;
  #latest: LiveTopics = new Map();
  #cursor = "";
  #heardAt = 0;

  constructor(options: LiveStoreOptions = {}) {
    const { paintMs = 1_500, now = Date.now } = options;
    this.#now = now;
    this.painting = new Throttle(paintMs);
  }

  /** Where the stream goes on. */
  get cursor(): string {
    return this.#cursor;
  }

  /** Begins with what the page was rendered from. */
  start(cursor: string, topics: LiveTopics): void {
    this.#cursor = cursor;
    this.#latest = topics;
    this.#readClock(topics);
    batch(() => {
      this.clientNow.value = this.#now();
      this.#paint();
    });
  }

  status(status: LiveStatus): void {
    if (status.kind === "live") this.heardAt.value = this.#now();
    this.connection.value = status;
  }

  event(type: string, data: string): void {
    const event = readLiveEvent(type, data);
    if (event) this.receive(event);
  }

  /** Takes in what arrived, unless it is older than what is here. */
  receive(event: LiveEvent): void {
    if (event.type === "beat") {
      this.heardAt.value = this.#now();
      this.late.value = event.late;
      this.rates.value = new Map(Object.entries(event.rates));
      this.#setClock(event.now, event.now);
      return;
    }
    if (event.type !== "snapshot" && isBefore(event.cursor, this.#cursor)) {
      return;
    }
    this.#heardAt = this.#now();
    this.late.value = 0;
    this.#cursor = event.cursor;
    this.#latest = applyLiveEvent(this.#latest, event);
    for (const listener of this.#listeners) listener(event);
    if (event.type === "snapshot") {
      this.#readClock(event.topics);
      if (event.reset) this.topics.value = this.#latest;
    }
    this.painting.ask(this.#paint);
  }

  /** Tells of each event that is taken in, before it is shown; what it returns ends that. */
  listen(listener: (event: LiveEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Moves the clock on, and windows unless nobody knows what they should hold; to be called about once a second. */
  tick(): void {
    this.painting.join(this.#moveOn);
  }

  readonly #moveOn = (): void => {
    this.clientNow.value = this.#now();
    if (!this.current.peek()) return;
    const seconds = this.now.value / 1_000;
    let isMoved = false;
    const moved = new Map<string, ReturnType<typeof slideSnapshot>>();
    for (const [slug, topic] of this.#latest) {
      const next = slideSnapshot(topic, seconds);
      isMoved ||= next !== topic;
      moved.set(slug, next);
    }
    if (!isMoved) return;
    this.#latest = moved;
    this.painting.ask(this.#paint);
  };

  /** Holds the screen still, or lets it go on. */
  pause(paused: boolean): void {
    batch(() => {
      this.paused.value = paused;
      this.#paint();
    });
  }

  [Symbol.dispose](): void {
    this.painting[Symbol.dispose]();
  }

  /** Takes live windows to have just come: the server's clock stands in their last bucket. */
  #readClock(topics: LiveTopics): void {
    const [topic] = topics.values();
    const end = topic?.window.t.at(-1);
    if (!topic || end === undefined) return;
    this.#setClock(end * 1_000, (end + topic.window.step) * 1_000);
  }

  #setClock(earliestMs: number, latestMs: number): void {
    this.#offset.value = clockOffset(earliestMs, latestMs, this.#now());
  }

  readonly #paint = (): void => {
    batch(() => {
      this.heardAt.value = Math.max(this.heardAt.value, this.#heardAt);
      if (!this.paused.value) this.topics.value = this.#latest;
    });
  };
}

/** Whether a cursor lies before another one of the same database. */
function isBefore(cursor: string, other: string): boolean {
  const a = parseCursor(cursor);
  const b = parseCursor(other);
  return a !== null && b !== null && a.epoch === b.epoch && a.seq < b.seq;
}
