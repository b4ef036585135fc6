import type { Config } from "../config.ts";
import type { Database } from "../db/connection/database.ts";
import { prunePosts } from "../db/write/prune.ts";
import type { Log } from "../log.ts";
import type { Broker } from "../workers/broker/broker.ts";
import { keepYoung } from "../workers/persist/keep_young.ts";
import { persist } from "../workers/persist/persist.ts";
import { createStore } from "./create_store.ts";
import type { Metrics } from "./metrics.ts";

/** Persist at work, and the deletion of old posts. */
export interface Storing {
  /** Rejects if storing fails for a reason that waiting does not cure. */
  readonly failure: Promise<never>;
  /** Ends it where it stands: what is not stored yet is not acknowledged. */
  stop(): Promise<void>;
}

/** What {@linkcode startStoring} works with. */
export interface StoringParts {
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
