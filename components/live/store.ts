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
import type { TopicSummary } from "../../domain/topic/topic.ts";
import { Throttle } from "./ask.ts";
import { type LiveEvent, readLiveEvent } from "./event.ts";
import type { LiveStatus, LiveStreamHandlers } from "./stream.ts";

/** Those of the rendered topics that are still there, each as it is now, and then those that came. */
export function currentTopics(
  live: LiveTopics,
  rendered: readonly TopicSummary[],
): TopicSummary[] {
  const left = new Map(live);
  const kept: TopicSummary[] = [];
  for (const topic of rendered) {
    const now = left.get(topic.slug);
    if (now) kept.push({ ...topic, ...now.about });
    left.delete(topic.slug);
  }
  const came = Array.from(left, ([slug, { about, totals }]) => ({
    slug,
    ...(about ?? { query: slug, color: "", active: true }),
    posts: totals.posts,
    lastPostAt: null,
  }));
  return [...kept, ...came];
}

/** What a page knows of its topics, by slug. */
export type LiveTopics = ReadonlyMap<string, TopicSnapshot>;

/** The topics after an event; the given ones are not changed. */
function applyLiveEvent(
  topics: LiveTopics,
  event: Exclude<LiveEvent, { type: "beat" }>,
): LiveTopics {
  switch (event.type) {
    case "snapshot":
      return event.topics;
    case "tick": {
      const next = new Map(event.whole ? [] : topics);
      for (const [slug, tick] of event.topics) {
        const topic = topics.get(slug) ?? (event.whole && begin(tick));
        if (topic) next.set(slug, mergeTick(topic, tick));
      }
      return next;
    }
    case "delete":
      return withoutPosts(topics, new Set(event.posts));
  }
}

/** What is known of a topic that came while the page was away; null if that is too little. */
function begin({ window, totals, rate, terms }: TopicTick) {
  if (!window || !totals || rate === undefined || !terms) return null;
  return { window, totals, rate, terms, posts: [] };
}

/** The topics without the posts of these `seq`. */
function withoutPosts(
  topics: LiveTopics,
  seqs: ReadonlySet<number>,
): LiveTopics {
  return new Map(
    Array.from(topics, ([slug, topic]) => [slug, {
      ...topic,
      posts: topic.posts.filter((post) => !seqs.has(post.seq)),
    }]),
  );
}

/** Signs of life come every few seconds: without one for so long, what is shown may be old. */
export const STALE_MS = 15_000;

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

/** A clock that is wrong by less than this is as good as right. */
const TOLERANCE_MS = 3_000;

/**
 * How far the server's clock is ahead of the browser's, in ms, if that stood at
 * `clientMs` when the server's stood between the two others. A browser's clock
 * that agrees is taken as right.
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

/** What the islands of this page share. On the server it stays empty: nothing starts it there. */
export const live: LiveStore = new LiveStore();

/** Those of the rendered topics that are still there by their rates, and then those that came; as rendered while no rate is known. */
export function ratedTopics(
  rates: ReadonlyMap<string, number>,
  rendered: readonly TopicSummary[],
): readonly TopicSummary[] {
  if (rates.size === 0) return rendered;
  const known = new Set(rendered.map(({ slug }) => slug));
  const came = [...rates.keys()].filter((slug) => !known.has(slug));
  const unknown = { color: "", active: true, posts: 0, lastPostAt: null };
  return [
    ...rendered.filter(({ slug }) => rates.has(slug)),
    ...came.map((slug) => ({ slug, query: slug, ...unknown })),
  ];
}
