import type { Config } from "../config.ts";
import { classifyError } from "../db/connection/errors.ts";
import type { Database } from "../db/connection/database.ts";
import { readTopics } from "../db/read/topics.ts";
import { prunePosts } from "../db/write/prune.ts";
import { storeBatch, type Stored } from "../db/write/store_batch.ts";
import type { Log } from "../log.ts";
import type { Broker } from "../workers/broker/broker.ts";
import {
  enforceRetention,
  persist as storeBatches,
  type Store,
} from "../workers/persist/persist.ts";
import { openBroker } from "./broker.ts";
import { openStore } from "./database.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import { aborted, requireNats, type Role, runRole } from "./role.ts";
import { serveHealth } from "./server.ts";
import {
  createWorkWatch,
  findUnready,
  type WorkWatch,
} from "./web/readiness.ts";

/** The role persist: the log of `NATS_URL` into the database. */
const persist: Role = async (config, log, signal) => {
  requireNats(config);
  await using writer = await openStore(config, { seed: false });
  await using opened = await openBroker(config, writer, { log, signal });
  const { broker, stream } = opened;
  const onCommit = () => broker.notifyCommit();
  const metrics = createMetrics(() => 0);
  const work = createWorkWatch();
  await using _health = await serveHealth(config, {
    metrics,
    findUnready: () =>
      findUnready(writer, { isBrokerUp: () => broker.isUp, work }),
  });
  const parts = { broker, stream, writer, metrics, log, onCommit, work };
  await using storing = startStoring(config, parts);
  log("info", "persist started");
  await Promise.race([storing.failure, aborted(signal)]);
};

/** Persist at work. Disposing stops it: what is not stored yet is not acknowledged. */
interface Storing extends AsyncDisposable {
  /** Rejects if storing fails for a reason that retrying does not cure. */
  readonly failure: Promise<never>;
}

/** What {@linkcode startStoring} works with. */
interface StoringParts {
  readonly writer: Database;
  readonly broker: Pick<Broker, "batches">;
  /** Id of the stream that the broker's numbers belong to. */
  readonly stream: number;
  readonly metrics: Metrics;
  readonly log: Log;
  /** Called after each commit. */
  readonly onCommit: () => void;
  readonly work: WorkWatch;
}

/** Starts to store what the broker delivers, and to delete posts past their retention. */
export function startStoring(
  config: Pick<Config, "retentionDays" | "stream">,
  { writer, broker, stream, metrics, log, onCommit, work }: StoringParts,
): Storing {
  const stopping = new AbortController();
  const { signal } = stopping;
  const store = createStore(writer, stream);
  const persisted = storeBatches(
    broker.batches(signal),
    { ...store, store: work.watch("database", "store", store.store) },
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
  const logMs = config.stream.maxAgeSeconds * 1_000;
  const pruned = enforceRetention(
    (beforeMs) => prunePosts(writer, beforeMs, { logMs }),
    {
      retentionDays: config.retentionDays,
      signal,
      onError: (error) => log("error", "cannot delete old posts", { error }),
    },
  );
  const failure = persisted.then(() => new Promise<never>(() => {}));
  failure.catch(() => {}); // whoever awaits it gets it
  return {
    failure,
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await Promise.allSettled([persisted, pruned]);
    },
  };
}

/** Binds to a database what persist stores messages of a stream with. */
export function createStore(db: Database, stream: number): Store<Stored> {
  return {
    async readTopics() {
      const topics = await readTopics(db.kysely, { archived: true });
      return new Map(topics.map((topic) => [topic.slug, topic]));
    },
    store: storeBatch.bind(null, db, stream),
    classifyError,
  };
}

if (import.meta.main) await runRole(persist);
