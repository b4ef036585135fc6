import { setTimeout as delay } from "node:timers/promises";
import type { Config } from "../config.ts";
import { createLiveReads } from "./create_live_reads.ts";
import { createState } from "./create_state.ts";
import type { Database } from "../db/database.ts";
import { findStream } from "../db/find_stream.ts";
import { prunePosts } from "../db/prune_posts.ts";
import { readTopics } from "../db/read_topics.ts";
import { storeBatch } from "../db/store_batch.ts";
import { createFeed } from "../live/feed.ts";
import type { Log } from "../log.ts";
import { createMetrics } from "./create_metrics.ts";
import type { State } from "../state.ts";
import { createEmbeddedBroker } from "../workers/broker/embedded.ts";
import { createMatcher } from "../workers/ingest/create_matcher.ts";
import { createSource } from "../workers/ingest/create_source.ts";
import { runSource } from "../workers/ingest/run_source.ts";
import { keepYoung } from "../workers/persist/keep_young.ts";
import { persist } from "../workers/persist/persist.ts";

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
export interface PipelineParts {
  /** Takes what is stored. SQLite has one writer at a time. */
  readonly writer: Database;
  /** Answers pages and the live stream while the other writes. */
  readonly reader: Database;
  readonly log: Log;
}

/** Starts every role of the pipeline in this process. */
export async function startPipeline(
  config: Config,
  { writer, reader, log }: PipelineParts,
): Promise<Pipeline> {
  const ingesting = new AbortController();
  const storing = new AbortController();
  const metrics = createMetrics(() => feed.viewers);
  const feed = createFeed(createLiveReads(reader), {
    pollMs: config.pollMs,
    onEvict: () => metrics.evicted.inc(),
    onError(error) {
      metrics.pollErrors.inc();
      log("error", "cannot read what is new", { error });
    },
  });

  const topics = await readTopics(writer.kysely);
  const { stream, lastSeq } = await findStream(writer, "embedded", "");
  const broker = createEmbeddedBroker(lastSeq);
  const persisted = persist(
    broker.batches(storing.signal),
    new Map(topics.map((topic) => [topic.slug, topic])),
    (entries) => storeBatch(writer, stream, entries),
    {
      signal: storing.signal,
      onStored(stored) {
        metrics.rows.inc({ table: "posts" }, stored.posts);
        metrics.rows.inc({ table: "skipped" }, stored.skipped);
        metrics.lastCommit.setToCurrentTime();
        feed.nudge();
      },
      onFailed(error, count) {
        metrics.retries.inc();
        log("warn", "cannot store yet", { messages: count, error });
      },
    },
  );
  const pruned = keepYoung((beforeMs) => prunePosts(writer, beforeMs), {
    retentionDays: config.retentionDays,
    signal: storing.signal,
    onError: (error) => log("error", "cannot delete old posts", { error }),
  });

  const words = topics.filter((topic) => topic.active)
    .flatMap((topic) => [...topic.words].slice(0, 1));
  const sources = config.sources.map((spec) => createSource(spec, words));
  const ingested = Promise.all(sources.map((source) =>
    runSource(source, {
      db: writer,
      broker,
      matchTopics: createMatcher(topics),
      log,
      onEvent: ({ kind }) => metrics.events.inc({ source: source.name, kind }),
      signal: ingesting.signal,
    })
  ));

  return {
    state: createState(reader, {
      feed,
      readMetrics: metrics.read,
      banner: describeDemo(config),
      source: sources.map((source) => source.key).join(" "),
    }),
    drain: () => feed.drain(),
    failure: persisted.then(() => new Promise<never>(() => {})),
    async [Symbol.asyncDispose]() {
      feed[Symbol.dispose]();
      ingesting.abort();
      await Promise.race([ingested, delay(DRAIN_MS)]);
      storing.abort();
      await Promise.allSettled([persisted, pruned]);
    },
  };
}

/** What pages must say about made-up posts; null if there are none. */
function describeDemo({ sources, isDemoByDefault }: Config): string | null {
  if (sources.every((source) => source.kind !== "demo")) return null;
  return isDemoByDefault
    ? "Showing generated demo posts: SOURCE_URL is not set"
    : "Showing generated demo posts";
}
