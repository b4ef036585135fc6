import type { Config } from "../config.ts";
import type { Database } from "../db/database.ts";
import { readCheckpoint } from "../db/read_checkpoint.ts";
import { readTopics } from "../db/read_topics.ts";
import type { Log } from "../log.ts";
import type { State } from "../state.ts";
import { createState } from "./create_state.ts";
import { createWeb } from "./create_web.ts";
import type { OpenedBroker } from "./open_broker.ts";
import { startIngesting } from "./start_ingesting.ts";
import { startStoring } from "./start_storing.ts";
import { waitAtMost } from "./wait_at_most.ts";

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
  readonly opened: OpenedBroker;
  readonly log: Log;
}

/** Starts every role of the pipeline in this process. */
export async function startPipeline(
  config: Config,
  { writer, reader, opened, log }: PipelineParts,
): Promise<Pipeline> {
  const topics = await readTopics(writer.kysely);
  const { broker, stream, nudge, isUp } = opened;
  const { feed, metrics } = createWeb(config, reader, log);
  const parts = { topics, broker, metrics, log };
  const onCommit = () => {
    feed.nudge();
    nudge();
  };
  const storing = startStoring(config, { ...parts, writer, stream, onCommit });
  const banner = describeDemo(config);
  const readPosition = (key: string) => readCheckpoint(writer.kysely, key);
  const ingesting = startIngesting(config, { ...parts, readPosition });

  return {
    state: createState(reader, {
      feed,
      readMetrics: metrics.read,
      readBanner: () => banner,
      source: ingesting.keys.join(" "),
      isBrokerUp: isUp,
    }),
    drain: () => feed.drain(),
    failure: storing.failure,
    async [Symbol.asyncDispose]() {
      feed[Symbol.dispose]();
      await waitAtMost(DRAIN_MS, [ingesting.stop(), storing.failure]);
      await storing.stop();
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
