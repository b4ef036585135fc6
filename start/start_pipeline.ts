import type { Config } from "../config.ts";
import type { Database } from "../db/database.ts";
import { readTopics } from "../db/read_topics.ts";
import type { Log } from "../log.ts";
import type { State } from "../state.ts";
import { createRecords } from "./create_records.ts";
import { createState } from "./create_state.ts";
import { createWeb } from "./create_web.ts";
import type { OpenedBroker } from "./open_broker.ts";
import { startIngesting } from "./start_ingesting.ts";
import { startStoring } from "./start_storing.ts";
import { waitAtMost } from "./wait_at_most.ts";
import { watchTopics } from "./watch_topics.ts";

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
    feed.nudge();
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
