import { setTimeout as delay } from "node:timers/promises";
import type { Config } from "../config.ts";
import { classifyError } from "../db/connection/errors.ts";
import type { Database } from "../db/connection/database.ts";
import { readTopics, type StoredTopic } from "../db/read/topics.ts";
import { createLeases as createDatabaseLeases } from "../db/connection/leases.ts";
import { prunePosts } from "../db/write/prune.ts";
import { createSourceRecords } from "../db/write/sources.ts";
import { createSpendStore } from "../db/write/spending.ts";
import { storeBatch, type Stored } from "../db/write/store_batch.ts";
import type { Topic, TopicWatch } from "../domain/topic/topic.ts";
import type { Log } from "../log.ts";
import type { State } from "../state.ts";
import type { Broker } from "../workers/broker/broker.ts";
import { createLeases, type LeaseStore } from "../workers/broker/lease.ts";
import { createMatcher } from "../workers/ingest/ingest.ts";
import { createSource } from "../workers/ingest/open_source.ts";
import { runSource } from "../workers/ingest/run.ts";
import type { SourceRecords } from "../workers/ingest/sources/source.ts";
import type { SpendStore } from "../workers/ingest/sources/spending.ts";
import { keepYoung, persist, type Store } from "../workers/persist/persist.ts";
import { waitAtMost } from "../workers/signals.ts";
import type { OpenedBroker } from "./log.ts";
import type { Metrics } from "./metrics.ts";
import { createWeb } from "./server.ts";
import { createState } from "./state.ts";

/** How long what is on its way may take to be stored when the process ends. */
const DRAIN_MS = 5_000;

/** Ingest, persist and the live stream at work in this process. */
export interface Pipeline extends AsyncDisposable {
  /** What the pages reach. */
  readonly state: State;
  /** Tells viewers to come back in a moment, and lets them go. */
  drain(): void;
  /** Rejects if storing fails for a reason that waiting does not cure. */
  readonly failure: Promise<never>;
}

/** What {@linkcode startPipeline} works with. */
interface PipelineParts {
  /** Takes what is stored. SQLite has one writer at a time. */
  readonly writer: Database;
  /** Answers pages and the live stream while the other writes. */
  readonly reader: Database;
  readonly opened: OpenedBroker;
  /** What every page must say first; null if nothing. */
  readonly banner: string | null;
  readonly log: Log;
}

/** Starts every role of the pipeline in this process. */
export async function startPipeline(
  config: Config,
  { writer, reader, opened, banner, log }: PipelineParts,
): Promise<Pipeline> {
  const topics = await watchTopics(() => readTopics(writer.kysely), {
    onError: (error) => log("warn", "cannot read the topics", { error }),
  });
  const { broker, stream, nudge, isUp } = opened;
  const { feed, metrics } = createWeb(config, reader, log);
  const parts = { broker, metrics, log };
  let committedMs: number | null = null;
  const onCommit = () => {
    committedMs = Date.now();
    feed.notifyCommit();
    nudge();
  };
  const storing = startStoring(config, { ...parts, writer, stream, onCommit });
  const records = createRecords(writer);
  const ingesting = startIngesting(config, {
    ...records,
    ...parts,
    leases: opened.leases ?? records.leases,
    topics,
  });

  return {
    state: createState(reader, {
      feed,
      readMetrics: metrics.read,
      readBanner: () => banner,
      source: ingesting.keys.join(" "),
      log,
      isBrokerUp: isUp,
      flow: {
        logKind: config.natsUrl === null ? "embedded" : "JetStream",
        countWaiting: opened.countWaiting,
        committedMs: () => committedMs,
        xPostsPerDay: config.xPostsPerDay,
      },
      writer,
      adminToken: config.adminToken,
    }),
    drain: () => feed.drain(),
    failure: storing.failure,
    async [Symbol.asyncDispose]() {
      feed[Symbol.dispose]();
      await waitAtMost(DRAIN_MS, [ingesting.stop(), storing.failure]);
      ingesting.giveUp();
      await ingesting.stop();
      await storing.stop();
      await topics[Symbol.asyncDispose]();
    },
  };
}

/** What sources keep in a database. */
interface Records {
  readonly records: SourceRecords;
  readonly spending: SpendStore;
  readonly leases: LeaseStore;
}

/** A file belongs to one process at a time: there is nobody to wait for. */
const UNDISPUTED: LeaseStore = {
  take: () => Promise.resolve(true),
  release: () => Promise.resolve(),
};

/** Creates what sources keep in a database. */
export function createRecords(db: Database): Records {
  return {
    records: createSourceRecords(db),
    spending: createSpendStore(db),
    leases: db.dialect === "sqlite" ? UNDISPUTED : createDatabaseLeases(db),
  };
}

/** Sources at work. */
interface Ingesting {
  /** Their keys. */
  readonly keys: readonly string[];
  /** Ends them; resolves when the log has taken all that they gave. */
  stop(): Promise<void>;
  /** Ends the waiting of `stop` for what the log has not taken yet. */
  giveUp(): void;
}

/** What {@linkcode startIngesting} works with. */
interface IngestingParts {
  readonly records: SourceRecords;
  readonly spending: SpendStore;
  readonly leases: LeaseStore;
  readonly broker: Pick<Broker, "publish">;
  readonly topics: TopicWatch;
  readonly metrics: Metrics;
  readonly log: Log;
}

/** Starts to put into the log what sources give, all sources side by side. */
export function startIngesting(
  config: Pick<
    Config,
    | "sources"
    | "xToken"
    | "xPostsPerDay"
    | "mastodonToken"
    | "topics"
    | "isTracked"
  >,
  parts: IngestingParts,
): Ingesting {
  const { records, leases, broker, topics, metrics, log } = parts;
  tellTopics(config, topics.current, log);
  const stopping = new AbortController();
  const givingUp = new AbortController();
  const sources = config.sources.map((spec) =>
    createSource(spec, { ...config, ...parts })
  );
  let match = createMatcher(topics.current);
  const forget = topics.onChange(() => match = createMatcher(topics.current));
  const holdLease = createLeases(leases, {
    onWait: (source) => log("info", "another process reads it", { source }),
    onError: (error) => log("warn", "cannot reach the leases", { error }),
  });
  const ended = Promise.all(sources.map((source) =>
    runSource(source, {
      records,
      broker,
      matchTopics: (post) => match(post),
      holdLease,
      log,
      onEvent: ({ kind }) => metrics.events.inc({ source: source.name, kind }),
      signal: stopping.signal,
      giveUp: givingUp.signal,
    })
  ));
  return {
    keys: sources.map((source) => source.key),
    async stop() {
      stopping.abort();
      await ended;
      forget();
    },
    giveUp: () => givingUp.abort(),
  };
}

/** Says which topics are tracked, and that `TRACK` is not among them where somebody may expect it. */
export function tellTopics(
  { topics: seeds, isTracked }: Pick<Config, "topics" | "isTracked">,
  topics: readonly Topic[],
  log: Log,
): void {
  const active = topics.filter((topic) => topic.active);
  log("info", "topics", { active: active.map(({ slug }) => slug) });
  if (!isTracked) return;
  const isKnown = ({ slug, query }: { slug: string; query: string }) =>
    active.some((topic) => topic.slug === slug && topic.query === query);
  const missing = seeds.filter((seed) => !isKnown(seed));
  if (missing.length === 0) return;
  log(
    "warn",
    "TRACK is for new databases only: this one keeps its topics " +
      "(change them with deno task topics)",
    { ignored: missing.map(({ slug, query }) => `${slug}=${query}`) },
  );
}

/** Persist at work, and the deletion of old posts. */
interface Storing {
  /** Rejects if storing fails for a reason that waiting does not cure. */
  readonly failure: Promise<never>;
  /** Ends it where it stands: what is not stored yet is not acknowledged. */
  stop(): Promise<void>;
}

/** What {@linkcode startStoring} works with. */
interface StoringParts {
  readonly writer: Database;
  readonly broker: Pick<Broker, "batches">;
  /** The stream that the broker's numbers belong to. */
  readonly stream: number;
  readonly metrics: Metrics;
  readonly log: Log;
  /** Told after each commit. */
  readonly onCommit: () => void;
}

/** Starts to store what the log holds, and to delete what is too old. */
export function startStoring(
  config: Pick<Config, "retentionDays" | "stream">,
  parts: StoringParts,
): Storing {
  const { retentionDays } = config;
  const logMs = config.stream.maxAgeSeconds * 1_000;
  const { writer, broker, stream, metrics, log, onCommit } = parts;
  const stopping = new AbortController();
  const { signal } = stopping;
  const persisted = persist(
    broker.batches(signal),
    createStore(writer, stream),
    {
      signal,
      onStored({ posts, skipped }) {
        metrics.rows.inc({ table: "posts" }, posts);
        metrics.rows.inc({ table: "skipped" }, skipped);
        metrics.lastCommit.setToCurrentTime();
        onCommit();
      },
      onFailed(error, count) {
        metrics.retries.inc();
        log("warn", "cannot store yet", { messages: count, error });
      },
    },
  );
  const pruned = keepYoung(
    (beforeMs) => prunePosts(writer, beforeMs, { logMs }),
    {
      retentionDays,
      signal,
      onError: (error) => log("error", "cannot delete old posts", { error }),
    },
  );
  const failure = persisted.then(() => new Promise<never>(() => {}));
  failure.catch(() => {}); // whoever waits for it is told
  return {
    failure,
    async stop() {
      stopping.abort();
      await Promise.allSettled([persisted, pruned]);
    },
  };
}

/** Joins the database's functions into what persisting stores messages of a stream with. */
export function createStore(db: Database, stream: number): Store<Stored> {
  return {
    async readTopics() {
      const topics = await readTopics(db.kysely, { archived: true });
      return new Map(topics.map((topic) => [topic.slug, topic]));
    },
    store: (entries) => storeBatch(db, stream, entries),
    classifyError,
  };
}

/** Options for {@linkcode watchTopics}. */
export interface WatchTopicsOptions {
  /** From one look to the next. @default {1_000} */
  everyMs?: number;
  /** Told of each look that failed; the topics stay as they were. */
  onError?: (error: unknown) => void;
}

/** Follows the topics of a database until it is disposed of. */
export async function watchTopics(
  readTopics: () => Promise<StoredTopic[]>,
  options: WatchTopicsOptions = {},
): Promise<TopicWatch & AsyncDisposable> {
  const { everyMs = 1_000, onError = () => {} } = options;
  const callbacks = new Set<() => void>();
  const stopping = new AbortController();
  let current = await readTopics();

  async function look(): Promise<void> {
    const topics = await readTopics();
    if (describe(topics) === describe(current)) return;
    current = topics;
    for (const callback of callbacks) callback();
  }
  async function follow(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await delay(everyMs, undefined, { signal }).catch(() => {});
      if (!signal.aborted) await look().catch(onError);
    }
  }
  const following = follow(stopping.signal);

  return {
    get current() {
      return current;
    },
    onChange(callback) {
      callbacks.add(callback);
      return () => callbacks.delete(callback);
    },
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await following;
    },
  };
}

function describe(topics: readonly StoredTopic[]): string {
  return JSON.stringify(
    topics.map(({ slug, query, active }) => [slug, query, active]),
  );
}
