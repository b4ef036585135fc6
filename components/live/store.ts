import {
  batch,
  computed,
  type ReadonlySignal,
  type Signal,
  signal,
} from "@preact/signals";
import { mergeTick, slideSnapshot } from "../../domain/live/apply.ts";
import {
  parseCursor,
  type TopicSnapshot,
  type TopicTick,
} from "../../domain/live/snapshot.ts";
import type { LiveEvent, LiveStatus, LiveStreamHandlers } from "./stream.ts";

/** Runs actions together, at most once per interval: at once after a quiet time, else when the interval ends. */
export class Throttle implements Disposable {
  readonly #intervalMs: number;
  readonly #scheduled = new Set<() => void>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(intervalMs: number) {
    this.#intervalMs = intervalMs;
  }

  /** Schedules an action; an action that is scheduled already runs once. */
  schedule(action: () => void): void {
    this.#scheduled.add(action);
    if (this.#timer === undefined) this.#run();
  }

  /** Runs an action with those that are scheduled; now if there are none, which starts no interval. */
  join(action: () => void): void {
    if (this.#scheduled.size > 0) this.#scheduled.add(action);
    else action();
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#scheduled.clear();
  }

  #run(): void {
    const actions = [...this.#scheduled];
    this.#scheduled.clear();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#scheduled.size > 0) this.#run();
    }, this.#intervalMs);
    batch(() => {
      for (const action of actions) action();
    });
  }
}

/** The topics of a page, by slug. */
export type LiveTopics = ReadonlyMap<string, TopicSnapshot>;

/** Heartbeats come every few seconds: after this long without one, values may be stale. */
export const STALE_MS = 15_000;

/** Options for {@linkcode LiveStore}. */
export interface LiveStoreOptions {
  /** Shortest time between two repaints. @default {1500} */
  paintMs?: number;
  /** Epoch milliseconds. @default {Date.now} */
  now?: () => number;
}

/** The live state that all islands of a page show: updated by one stream, frozen while the reader pauses it. */
export class LiveStore implements LiveStreamHandlers, Disposable {
  /** As shown; empty until the page has started. */
  readonly topics: Signal<LiveTopics> = signal(new Map());
  /** Posts per minute of every topic by slug, from the last heartbeat; empty before the first. */
  readonly rates: Signal<ReadonlyMap<string, number>> = signal(new Map());
  readonly connection: Signal<LiveStatus> = signal({ kind: "idle" });
  /** Browser time of the last event that is shown. */
  readonly heardAt: Signal<number> = signal(0);
  /** Seconds for which the server could not read new data; 0 if it can. */
  readonly late: Signal<number> = signal(0);
  /** The browser's clock, about once per second; 0 until the page has started. */
  readonly clientNow: Signal<number> = signal(0);
  /** The server's clock; 0 until the page has started. */
  readonly now: ReadonlySignal<number> = computed(() =>
    this.clientNow.value && this.clientNow.value + this.#offset.value
  );
  /** Whether the page has started, so that an empty `topics` means no topics. */
  readonly started: ReadonlySignal<boolean> = computed(() =>
    this.clientNow.value > 0
  );
  /** False while the stream is down, suspended or silent, or the server cannot read new data. */
  readonly current: ReadonlySignal<boolean> = computed(() =>
    !["reconnecting", "offline", "suspended"]
      .includes(this.connection.value.kind) &&
    this.late.value === 0 &&
    !(this.clientNow.value - (this.heardAt.value || Infinity) >= STALE_MS)
  );
  readonly paused: Signal<boolean> = signal(false);
  /** Groups all changes of the screen. */
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

  /** Where the stream resumes. */
  get cursor(): string {
    return this.#cursor;
  }

  /** Starts from what the page was rendered with. */
  start(cursor: string, topics: LiveTopics): void {
    this.#cursor = cursor;
    this.#latest = topics;
    this.#estimateClock(topics);
    batch(() => {
      this.clientNow.value = this.#now();
      this.#paint();
    });
  }

  setStatus(status: LiveStatus): void {
    if (status.kind === "live") this.heardAt.value = this.#now();
    this.connection.value = status;
  }

  /** Applies an event, unless it is older than the current state. */
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
    this.#latest = applyEvent(this.#latest, event);
    for (const listener of this.#listeners) listener(event);
    if (event.type === "snapshot") {
      this.#estimateClock(event.topics);
      if (event.reset) this.topics.value = this.#latest;
    }
    this.painting.schedule(this.#paint);
  }

  /** Calls back with each applied event before it is shown; returns a function that stops this. */
  listen(listener: (event: LiveEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Advances the clock, and the windows while their contents are known; call it about once per second. */
  tick(): void {
    this.painting.join(this.#advance);
  }

  /** Freezes the screen, or resumes. */
  pause(paused: boolean): void {
    batch(() => {
      this.paused.value = paused;
      this.#paint();
    });
  }

  [Symbol.dispose](): void {
    this.painting[Symbol.dispose]();
  }

  readonly #advance = (): void => {
    this.clientNow.value = this.#now();
    if (!this.current.peek()) return;
    const seconds = this.now.value / 1_000;
    const latest = this.#latest;
    const moved = new Map(Array.from(
      latest,
      ([slug, topic]) => [slug, slideSnapshot(topic, seconds)],
    ));
    if ([...moved].every(([slug, topic]) => topic === latest.get(slug))) return;
    this.#latest = moved;
    this.painting.schedule(this.#paint);
  };

  readonly #paint = (): void => {
    batch(() => {
      this.heardAt.value = Math.max(this.heardAt.value, this.#heardAt);
      if (!this.paused.value) this.topics.value = this.#latest;
    });
  };

  /** Treats live windows as just received: the server's time lies in their last bucket. */
  #estimateClock(topics: LiveTopics): void {
    const [topic] = topics.values();
    const end = topic?.window.t.at(-1);
    if (!topic || end === undefined) return;
    this.#setClock(end * 1_000, (end + topic.window.step) * 1_000);
  }

  #setClock(earliestMs: number, latestMs: number): void {
    this.#offset.value = clockOffset(earliestMs, latestMs, this.#now());
  }
}

/** The store that the islands of a page share. It stays empty on the server. */
export const live: LiveStore = new LiveStore();

function applyEvent(
  topics: LiveTopics,
  event: Exclude<LiveEvent, { type: "beat" }>,
): LiveTopics {
  switch (event.type) {
    case "snapshot":
      return event.topics;
    case "tick": {
      const next = new Map(event.whole ? [] : topics);
      for (const [slug, tick] of event.topics) {
        const topic = topics.get(slug) ?? (event.whole && newSnapshot(tick));
        if (topic) next.set(slug, mergeTick(topic, tick));
      }
      return next;
    }
    case "delete": {
      const seqs = new Set(event.posts);
      return new Map(Array.from(topics, ([slug, topic]) => {
        const posts = topic.posts.filter(({ seq }) => !seqs.has(seq));
        return [slug, { ...topic, posts }];
      }));
    }
  }
}

/** A topic that was added while the page was disconnected; null if the tick is incomplete. */
function newSnapshot({ window, totals, rate, terms }: TopicTick) {
  if (!window || !totals || rate === undefined || !terms) return null;
  return { window, totals, rate, terms, posts: [] };
}

/** Whether a cursor precedes another one of the same database. */
function isBefore(cursor: string, other: string): boolean {
  const a = parseCursor(cursor);
  const b = parseCursor(other);
  return a !== null && b !== null && a.epoch === b.epoch && a.seq < b.seq;
}

/** A browser clock that is off by less counts as right. */
const TOLERANCE_MS = 3_000;

/**
 * How far the server's clock is ahead of the browser's, in milliseconds, if the
 * browser's read `clientMs` when the server's was between the other two.
 */
export function clockOffset(
  earliestMs: number,
  latestMs: number,
  clientMs: number,
): number {
  const isRight = clientMs > earliestMs - TOLERANCE_MS &&
    clientMs < latestMs + TOLERANCE_MS;
  return isRight ? 0 : (earliestMs + latestMs) / 2 - clientMs;
}
