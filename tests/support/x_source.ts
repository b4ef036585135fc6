import {
  SpendMeter,
  type SpendStore,
} from "../../workers/ingest/sources/spending.ts";
import type { Timeouts } from "../../workers/ingest/sources/x/pacing.ts";
import { xSource } from "../../workers/ingest/sources/x/x.ts";
import { type FollowedSource, followSource } from "./follow_source.ts";
import type {
  TopicWatch,
  TrackedTopic,
} from "../../workers/ingest/sources/topic_watch.ts";

/** The documented timeouts, a hundred times as quick, or nearly so. */
export const QUICK_X: Partial<Timeouts> = {
  networkStepMs: 20,
  networkMaxMs: 100,
  httpFirstMs: 60,
  httpMaxMs: 500,
  rateFirstMs: 150,
  rateMaxMs: 2_000,
  resetGraceMs: 20,
  silenceMs: 10_000,
  answerMs: 400,
  standsMs: 50,
  steadyMs: 150,
  gatherMs: 30,
  rulesAgeMs: 10_000,
  spentMs: 20,
};

/** A source of X that is being read. */
export interface XReading extends FollowedSource {
  readonly topics: WatchList;
  readonly meter: SpendMeter;
  /** Takes no events until {@linkcode release} is called. */
  hold(): void;
  release(): void;
}

/** Options for {@linkcode readX}. */
export interface ReadXOptions {
  /** @default {{ cats: "cat" }} */
  readonly topics?: Readonly<Record<string, string>>;
  /** @default {"secret"} */
  readonly token?: string;
  /** @default one without a limit */
  readonly meter?: SpendMeter;
  readonly timeouts?: Partial<Timeouts>;
  readonly now?: () => number;
}

/** Reads from a server on this machine until it goes out of scope. */
export function readX(host: string, options: ReadXOptions = {}): XReading {
  const { token = "secret", now } = options;
  const topics = watchList(options.topics ?? { cats: "cat" });
  const meter = options.meter ?? new SpendMeter({
    limit: 0,
    store: memorySpendStore(),
    log: () => {},
  });
  const timeouts = { ...QUICK_X, ...options.timeouts };
  const source = xSource({
    host,
    token,
    topics,
    meter,
    timeouts,
    ...(now && { now }),
  });
  let free = Promise.withResolvers<void>();
  free.resolve();
  const followed = followSource(source, { onEvent: () => free.promise });
  const release = () => free.resolve();
  return {
    ...followed,
    topics,
    meter,
    hold() {
      free = Promise.withResolvers();
    },
    release,
    stop() {
      release();
      return followed.stop();
    },
    async [Symbol.asyncDispose]() {
      release();
      await followed.stop();
    },
  };
}

/** Topics that a test changes. */
export interface WatchList extends TopicWatch {
  /** `slug: query`; a query that begins with `!` is paused. */
  set(topics: Readonly<Record<string, string>>): void;
  /** Those who want to hear of it. */
  readonly listeners: number;
}

/** Creates a list of topics that can be changed. */
export function watchList(
  topics: Readonly<Record<string, string>>,
): WatchList {
  const callbacks = new Set<() => void>();
  let current = toTopics(topics);
  return {
    get current() {
      return current;
    },
    get listeners() {
      return callbacks.size;
    },
    onChange(callback) {
      callbacks.add(callback);
      return () => void callbacks.delete(callback);
    },
    set(topics) {
      current = toTopics(topics);
      for (const callback of callbacks) callback();
    },
  };
}

function toTopics(topics: Readonly<Record<string, string>>): TrackedTopic[] {
  return Object.entries(topics).map(([slug, query]) => ({
    slug,
    query: query.replace(/^!/, ""),
    color: "#000000",
    active: !query.startsWith("!"),
  }));
}

/** A store that lives as long as a test, and can be out of order. */
export interface MemorySpendStore extends SpendStore {
  /** Thrown by every call while it is set. */
  error: Error | null;
  /** Ids of a day. */
  idsOf(day: number): ReadonlySet<string>;
  /** Number of calls that wrote. */
  readonly writes: number;
}

/** Creates an empty store. */
export function memorySpendStore(): MemorySpendStore {
  const days = new Map<number, Set<string>>();
  const idsOf = (day: number) => {
    const ids = days.get(day) ?? new Set<string>();
    days.set(day, ids);
    return ids;
  };
  let writes = 0;
  const store: MemorySpendStore = {
    error: null,
    idsOf,
    get writes() {
      return writes;
    },
    async read(_source, day) {
      await Promise.resolve();
      if (store.error) throw store.error;
      return idsOf(day).size;
    },
    async count(_source, day, ids) {
      await Promise.resolve();
      if (store.error) throw store.error;
      writes++;
      for (const id of ids) idsOf(day).add(id);
      return idsOf(day).size;
    },
  };
  return store;
}
