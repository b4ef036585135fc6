import { NoResultError } from "kysely";
import type { Config } from "../config.ts";
import { classifyError } from "../db/connection/errors.ts";
import type { Database } from "../db/connection/database.ts";
import { rescoredShare, type Rescoring } from "../db/connection/rescoring.ts";
import { readMeta } from "../db/connection/statements.ts";
import { readTopics } from "../db/read/topics.ts";
import { type StaleDay, sumDays } from "../db/write/days.ts";
import {
  ReplacedDatabaseError,
  RestoredLogError,
} from "../db/write/existing.ts";
import { keepPostings } from "../db/search/keep_postings.ts";
import { prunePosts } from "../db/write/prune.ts";
import { keepScored } from "../db/write/rescore.ts";
import { storeBatch, type Stored } from "../db/write/store_batch.ts";
import { repeat, retry, sleep } from "../domain/time/retry.ts";
import type { Log } from "../log.ts";
import type { Delivery } from "../workers/broker/broker.ts";
import {
  enforceRetention,
  persist as storeBatches,
  type Store,
} from "../workers/persist/persist.ts";
import { LogLostError } from "../workers/broker/broker.ts";
import { openBroker, type OpenedBroker } from "./broker.ts";
import { expectTopics, NoTopicsError, openStore } from "./database.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import { aborted, requireNats, type Role, runRole } from "./role.ts";
import { type Opened, serveHealth } from "./server.ts";
import { createWorkWatch, type WorkWatch } from "./web/readiness.ts";

/** The role persist: the log of `NATS_URL` into the database. */
const persist: Role = async (config, log, signal) => {
  requireNats(config);
  const metrics = createMetrics(() => 0);
  const work = createWorkWatch();
  const opened: Opened = { work };
  await using _health = await serveHealth(config, { metrics, opened, log });
  await using writer = opened.db = await openStore(config, { seed: false });
  const source = await openBroker(config, writer, { log, signal });
  await using broker = opened.broker = source.broker;
  const onCommit = () => broker.notifyCommit();
  const parts = { source, writer, metrics, log, onCommit, work };
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
  /** Where messages come from. */
  readonly source: OpenedBroker;
  readonly metrics: Metrics;
  readonly log: Log;
  /** Called after each commit. */
  readonly onCommit: () => void;
  readonly work: WorkWatch;
}

/** What messages that are still delivered need, besides those of a log that is given up. */
interface ReadOptions {
  readonly findStream?: OpenedBroker["findStream"];
  /** Ends their delivery. */
  readonly stop?: () => void;
}

/** How often days that are over are summed up. */
const SUM_MS = 15_000;

/** Starts to store what the broker delivers, to index its words, to score again what an older scorer scored, to sum up its days, and to delete posts past their retention. */
export function startStoring(
  config: Pick<Config, "retentionDays" | "stream">,
  { writer, source, metrics, log, onCommit, work }: StoringParts,
): Storing {
  const stopping = new AbortController();
  const { signal } = stopping;
  const options = {
    signal,
    onStored({ posts, skipped }: Stored) {
      metrics.rows.inc({ table: "posts" }, posts);
      metrics.rows.inc({ table: "skipped" }, skipped);
      metrics.lastCommit.setToCurrentTime();
      onCommit();
    },
    onFailed(error: unknown, count: number) {
      metrics.retries.inc();
      log("warn", "cannot store yet", { messages: count, error });
    },
  };
  async function storeIn(
    stream: number,
    batches: AsyncIterable<readonly Delivery[]>,
    { findStream, stop }: ReadOptions = {},
  ): Promise<void> {
    const store = createStore(writer, stream, findStream);
    const watched = {
      ...store,
      store: work.watch("database", "store", store.store),
    };
    await storeBatches(batches, watched, { ...options, ...(stop && { stop }) });
  }
  async function storeAll(): Promise<void> {
    for (let { stream } = source;; stream = await source.reopen()) {
      try {
        if (await isShortForSure(source, signal)) await replaceLog();
        else {
          const ended = new AbortController();
          const until = AbortSignal.any([signal, ended.signal]);
          return await storeIn(stream, source.broker.batches(until), {
            findStream: source.findStream,
            stop: () => ended.abort(),
          });
        }
      } catch (error) {
        if (error instanceof RestoredLogError) await replaceLog(error);
        else if (!(error instanceof LogLostError)) throw error;
        log("warn", "reading the log that took its place", { error });
      }
    }
  }
  async function replaceLog(error?: RestoredLogError): Promise<void> {
    log("warn", "the log lost its end: another begins", { error });
    try {
      await source.replace(storeIn);
    } catch (error) {
      if (!(error instanceof LogLostError)) throw error; // another worker was faster
    }
  }
  const persisted = storeAll();
  const logMs = config.stream.maxAgeSeconds * 1_000;
  const pruned = enforceRetention(
    (beforeMs) => prunePosts(writer, beforeMs, { logMs, signal }),
    {
      retentionDays: config.retentionDays,
      signal,
      onError: (error) => log("error", "cannot delete old posts", { error }),
    },
  );
  const indexed = keepPostings(writer, {
    signal,
    onError: (error) => log("warn", "cannot index words yet", { error }),
  });
  const rescored = keepScored(writer, {
    signal,
    onStep: createRescoreLog(log),
    onError: (error) => log("warn", "cannot score posts again yet", { error }),
  });
  let stale: readonly StaleDay[] = [];
  const summed = repeat(
    async () => {
      stale = await sumDays(writer, stale, { signal });
    },
    {
      signal,
      everyMs: SUM_MS,
      onError: (error) => log("error", "cannot sum up days", { error }),
    },
  );
  const failure = persisted.then(() => new Promise<never>(() => {}));
  failure.catch(() => {}); // whoever awaits it gets it
  return {
    failure,
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await Promise.allSettled([
        ...[persisted, pruned, indexed, rescored, summed],
      ]);
    },
  };
}

/** Logs each tenth of the posts that are scored again. */
function createRescoreLog(log: Log): (state: Rescoring) => void {
  let tenths = -1;
  return (state) => {
    const now = Math.floor(10 * rescoredShare(state));
    const isWorth = state.last >= state.first && now !== tenths;
    tenths = now;
    if (!isWorth) return;
    const done = `${10 * now} %`;
    log("info", "scoring stored posts again", { scorer: state.version, done });
  };
}

/** How long a log must seem to have lost its end: a new leader may know it only after a moment. */
const SHORT_MS = 3_000;

/** Whether the log ends before a message that is stored. */
async function isShortForSure(
  { isShort }: Pick<OpenedBroker, "isShort">,
  signal: AbortSignal,
): Promise<boolean> {
  const backoff = { baseMs: 200, maxMs: 5_000, isTransient: () => true };
  const look = () => retry(isShort, { ...backoff, signal });
  if (!await look()) return false;
  await sleep(SHORT_MS, signal);
  return await look();
}

/**
 * Binds to a database what persist stores messages of a stream with.
 *
 * @param findStream Finds the stream again if the database was replaced; without it that is an error.
 */
export function createStore(
  db: Database,
  stream: number,
  findStream?: OpenedBroker["findStream"],
): Store<Stored> {
  let epoch: string | undefined;
  return {
    async readTopics() {
      epoch = await readMeta(db.kysely, "epoch");
      const topics = await readTopics(db.kysely, { archived: true });
      await expectTopics(db, topics);
      if (epoch === undefined) throw new NoTopicsError();
      return new Map(topics.map((topic) => [topic.slug, topic]));
    },
    async store(entries) {
      try {
        return await storeBatch(db, stream, entries, epoch);
      } catch (error) {
        if (error instanceof ReplacedDatabaseError && findStream) {
          stream = await findStream(entries[0]!.logSeq);
        }
        throw error;
      }
    },
    classifyError(error) {
      if (error instanceof NoTopicsError) return "away";
      if (error instanceof NoResultError) return "away"; // it is just being made
      const isReplaced = error instanceof ReplacedDatabaseError && findStream;
      return isReplaced ? "replaced" : classifyError(error);
    },
  };
}

if (import.meta.main) await runRole(persist);
