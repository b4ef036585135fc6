import type { Config } from "../config.ts";
import type { Log } from "../log.ts";
import type { Broker } from "../workers/broker/broker.ts";
import { createLeases, type LeaseStore } from "../workers/broker/lease.ts";
import { createMatcher } from "../workers/ingest/create_matcher.ts";
import { createSource } from "../workers/ingest/open_source.ts";
import { runSource } from "../workers/ingest/run.ts";
import type { SourceRecords } from "../workers/ingest/source_records.ts";
import type { SpendStore } from "../workers/ingest/sources/spending.ts";
import type { TopicWatch } from "../workers/ingest/topic_watch.ts";
import type { Metrics } from "./metrics.ts";
import { tellTopics } from "./tell_topics.ts";

/** Sources at work. */
export interface Ingesting {
  /** Their keys. */
  readonly keys: readonly string[];
  /** Ends them; resolves when the log has taken all that they gave. */
  stop(): Promise<void>;
  /** Ends the waiting of `stop` for what the log has not taken yet. */
  giveUp(): void;
}

/** What {@linkcode startIngesting} works with. */
export interface IngestingParts {
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
