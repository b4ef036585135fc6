import type { Config } from "../config.ts";
import type { Database } from "../db/connection/database.ts";
import { createLeases } from "../db/connection/leases.ts";
import { readTopics, type StoredTopic } from "../db/read/topics.ts";
import { readStoredPosts } from "../db/read/stored.ts";
import { createHandleStore } from "../db/records/handles.ts";
import { createSourceRecords } from "../db/records/sources.ts";
import { createSpendStore } from "../db/records/spending.ts";
import { sleep } from "../domain/time/retry.ts";
import type { Log } from "../log.ts";
import type { Broker } from "../workers/broker/broker.ts";
import { createLeaseHolder, type LeaseStore } from "../workers/broker/lease.ts";
import { createMatcher } from "../workers/ingest/ingest.ts";
import { createSource } from "../workers/ingest/open_source.ts";
import { followSource } from "../workers/ingest/run.ts";
import type { HandleStore } from "../workers/ingest/sources/bluesky/handles.ts";
import {
  type ReadStored,
  watchFills,
} from "../workers/ingest/sources/stored.ts";
import type {
  Source,
  SourceRecords,
} from "../workers/ingest/sources/source.ts";
import type { SpendStore } from "../workers/ingest/sources/spending.ts";
import type { TopicWatch } from "../workers/ingest/sources/topic_watch.ts";
import { startAlerting } from "./alerts.ts";
import { openLog } from "./broker.ts";
import { expectTopics, openStore } from "./database.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import {
  aborted,
  checkFiles,
  requireNats,
  type Role,
  runRole,
  StartError,
} from "./role.ts";
import { type Opened, serveHealth } from "./server.ts";
import { readHealth } from "./web/health.ts";
import { createWorkWatch, type WorkWatch } from "./web/readiness.ts";

/** The role ingest: sources into the log of `NATS_URL`. */
const ingest: Role = async (config, log, signal) => {
  requireNats(config);
  await checkFiles(config);
  const work = createWorkWatch();
  const opened: Opened = { work };
  const metrics = createMetrics(() => 0, {
    readHealth: async () => await readHealth(opened.db!, config.xPostsPerDay),
  });
  await using _health = await serveHealth(config, { metrics, opened, log });
  // Names of TRACK that are new are added by migrate: this role may not.
  const first = { ...config, isTracked: false };
  await using db = opened.db = await openStore(first);
  await using broker = opened.broker = await openLog(config, "ingest", {
    log,
    signal,
  });
  await using topics = await watchTopics(db, log);
  const { leases } = broker;
  const watched = watchIngesting({ ...createRecords(db), broker }, work);
  const parts = { ...watched, leases, topics, metrics, log };
  await using ingesting = startIngesting(config, parts);
  await using _alerting = startAlerting(config, { db, log });
  log("info", "ingest started", { sources: ingesting.keys });
  await aborted(signal);
};

/** How long the broker may take to acknowledge what is in flight when sources stop. */
const DRAIN_MS = 5_000;

/** Sources that are being read. Disposing stops them and waits for their last messages. */
interface Ingesting extends AsyncDisposable {
  /** Keys of the sources. */
  readonly keys: readonly string[];
}

/** What {@linkcode startIngesting} works with. */
interface IngestingParts extends Records {
  readonly broker: Pick<Broker, "publish" | "lost">;
  readonly topics: TopicWatch;
  readonly metrics: Metrics;
  readonly log: Log;
  /** Aborts when waiting for the broker is in vain. */
  readonly giveUp?: AbortSignal;
}

/** Starts to read all sources into the broker, side by side. */
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
  const { records, leases, broker, topics, metrics, log, giveUp } = parts;
  logTopics(config, topics.current, log);
  checkTopics(config, topics.current);
  const stopping = new AbortController();
  const late = new AbortController();
  let match = createMatcher(topics.current);
  const unwatch = topics.onChange(() => match = createMatcher(topics.current));
  const holdLease = createLeaseHolder(leases, {
    onWait: (source) => log("info", "another process reads it", { source }),
    onError: (error) => log("warn", "cannot reach the leases", { error }),
  });
  const sources = config.sources.map((spec) =>
    createSource(spec, { ...config, ...parts })
  );
  const running: Promise<void>[] = [];
  function start(source: Source): void {
    running.push(followSource(source, {
      records,
      broker,
      matchTopics: (post) => match(post),
      holdLease,
      log,
      onEvent: ({ kind }) => metrics.events.inc({ source: source.name, kind }),
      signal: stopping.signal,
      giveUp: giveUp ? AbortSignal.any([late.signal, giveUp]) : late.signal,
    }));
  }
  sources.forEach(start);
  const { readStored } = parts;
  const endFills = readStored && watchFills({ topics, readStored }, start);
  return {
    keys: sources.map((source) => source.key),
    async [Symbol.asyncDispose]() {
      endFills?.();
      stopping.abort();
      const timer = setTimeout(() => late.abort(), DRAIN_MS);
      await Promise.all(running).finally(() => clearTimeout(timer));
      unwatch();
    },
  };
}

/**
 * Checks the topics that files are for: their posts would belong to none.
 *
 * @throws {StartError} If there is none of that name.
 */
function checkTopics(
  { sources }: Pick<Config, "sources">,
  topics: TopicWatch["current"],
): void {
  for (const source of sources) {
    const topic = source.kind === "file" ? source.topic : undefined;
    if (topic === undefined) continue;
    if (topics.some(({ slug }) => slug === topic)) continue;
    const names = topics.map(({ slug }) => slug).join(", ");
    const rule = `must name a topic after topic=, one of ${names}`;
    throw new StartError("SOURCE_URL", topic, rule);
  }
}

/** What sources keep in a database. */
interface Records {
  readonly records: SourceRecords;
  readonly spending: SpendStore;
  readonly handles: HandleStore;
  readonly leases: LeaseStore;
  /** Reads stored posts, for topics that are filled from them. @default no topic is */
  readonly readStored?: ReadStored;
}

/** A database file belongs to one process: nobody else can hold a lease. */
const UNCONTESTED: LeaseStore = {
  take: () => Promise.resolve(true),
  release: () => Promise.resolve(),
};

/** Creates what sources keep in a database. */
export function createRecords(db: Database): Records {
  return {
    records: createSourceRecords(db),
    spending: createSpendStore(db),
    handles: createHandleStore(db),
    leases: db.dialect === "sqlite" ? UNCONTESTED : createLeases(db),
    readStored: (range) => readStoredPosts(db.kysely, range),
  };
}

/** Notes whether messages get into the log, and what sources report into the database. */
export function watchIngesting<
  Parts extends Pick<IngestingParts, "records" | "broker">,
>(parts: Parts, work: WorkWatch): Parts {
  const { records, broker } = parts;
  const publish = broker.publish.bind(broker);
  const writeRecord = records.writeRecord.bind(records);
  return {
    ...parts,
    broker: {
      publish: work.watch("broker", "publish", publish),
      get lost() {
        return broker.lost;
      },
    },
    records: {
      ...records,
      writeRecord: work.watch("database", "write", writeRecord),
    },
  };
}

/** Logs which topics are tracked, and warns if `TRACK` names some that are not tracked so. */
export function logTopics(
  { topics: seeds, isTracked }: Pick<Config, "topics" | "isTracked">,
  topics: TopicWatch["current"],
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
    "TRACK adds topics with new names only: these were changed, paused or " +
      "removed, or are added by migrate (change them with deno task topics)",
    { ignored: missing.map(({ slug, query }) => `${slug}=${query}`) },
  );
}

/** Polls the topics of a database until it is disposed of; they stay while a database that replaced it has none yet. */
export function watchTopics(
  db: Pick<Database, "kysely">,
  log: Log,
  options: Pick<PollTopicsOptions, "intervalMs"> = {},
): Promise<TopicWatch & AsyncDisposable> {
  let hadTopics = false;
  async function read(): Promise<StoredTopic[]> {
    const topics = await readTopics(db.kysely, { archived: true });
    if (hadTopics) await expectTopics(db, topics);
    hadTopics ||= topics.length > 0;
    return topics.filter(({ archived }) => !archived);
  }
  return pollTopics(read, {
    ...options,
    onError: (error) => log("warn", "cannot read the topics", { error }),
  });
}

/** Options for {@linkcode pollTopics}. */
interface PollTopicsOptions {
  /** @default {1_000} */
  intervalMs?: number;
  /** Called for each failure; the topics stay as they were. */
  onError?: (error: unknown) => void;
}

/** Reads topics at an interval, and calls back when they have changed. */
export async function pollTopics(
  read: () => Promise<StoredTopic[]>,
  options: PollTopicsOptions = {},
): Promise<TopicWatch & AsyncDisposable> {
  const { intervalMs = 1_000, onError = () => {} } = options;
  const callbacks = new Set<() => void>();
  const stopping = new AbortController();
  let current = await read();

  async function refresh(): Promise<void> {
    const topics = await read();
    if (fingerprint(topics) === fingerprint(current)) return;
    current = topics;
    for (const callback of callbacks) callback();
  }
  async function poll(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await sleep(intervalMs, signal);
      if (!signal.aborted) await refresh().catch(onError);
    }
  }
  const polling = poll(stopping.signal);

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
      await polling;
    },
  };
}

function fingerprint(topics: readonly StoredTopic[]): string {
  return JSON.stringify(
    topics.map((
      { slug, query, active, fillSeq },
    ) => [slug, query, active, fillSeq]),
  );
}

if (import.meta.main) await runRole(ingest);
