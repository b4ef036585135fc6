import type { Config } from "../config.ts";
import type { StoredTopic } from "../db/read_topics.ts";
import type { Log } from "../log.ts";
import type { Broker } from "../workers/broker/broker.ts";
import { createMatcher } from "../workers/ingest/create_matcher.ts";
import { createSource } from "../workers/ingest/create_source.ts";
import { runSource } from "../workers/ingest/run_source.ts";
import type { Metrics } from "./create_metrics.ts";

/** Sources at work. */
export interface Ingesting {
  /** Their keys. */
  readonly keys: readonly string[];
  /** Ends them; resolves when the log has taken all that they gave. */
  stop(): Promise<void>;
}

/** What {@linkcode startIngesting} works with. */
export interface IngestingParts {
  /** Where the source with this key goes on; null if it never began. */
  readonly readPosition: (key: string) => Promise<string | null>;
  readonly broker: Pick<Broker, "publish">;
  readonly topics: readonly StoredTopic[];
  readonly metrics: Metrics;
  readonly log: Log;
}

/** Starts to put into the log what sources give, all sources side by side. */
export function startIngesting(
  { sources: specs }: Pick<Config, "sources">,
  { readPosition, broker, topics, metrics, log }: IngestingParts,
): Ingesting {
  const stopping = new AbortController();
  const words = topics.filter((topic) => topic.active)
    .flatMap((topic) => [...topic.words].slice(0, 1));
  const sources = specs.map((spec) => createSource(spec, words));
  const ended = Promise.all(sources.map((source) =>
    runSource(source, {
      readPosition,
      broker,
      matchTopics: createMatcher(topics),
      log,
      onEvent: ({ kind }) => metrics.events.inc({ source: source.name, kind }),
      signal: stopping.signal,
    })
  ));
  return {
    keys: sources.map((source) => source.key),
    async stop() {
      stopping.abort();
      await ended;
    },
  };
}
