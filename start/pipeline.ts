import type { Config } from "../config.ts";
import type { Database } from "../db/connection/database.ts";
import type { Log } from "../log.ts";
import type { State } from "../state.ts";
import type { OpenedBroker } from "./broker.ts";
import {
  createRecords,
  startIngesting,
  watchIngesting,
  watchTopics,
} from "./ingest.ts";
import { startStoring } from "./persist.ts";
import { createWeb } from "./server.ts";
import { createWorkWatch } from "./web/readiness.ts";

/** Every role at work in this process. */
export interface Pipeline extends AsyncDisposable {
  /** What pages reach. */
  readonly state: State;
  /** Closes live streams; viewers are told when to reconnect. */
  drain(): void;
  /** Rejects if storing fails for a reason that retrying does not cure. */
  readonly failure: Promise<never>;
}

/** What {@linkcode startPipeline} works with. */
interface PipelineParts {
  /** Takes all writes: SQLite has one writer at a time. */
  readonly writer: Database;
  /** Answers pages and the live stream while the other writes. */
  readonly reader: Database;
  readonly opened: OpenedBroker;
  /** Notice shown on every page; null for none. */
  readonly banner: string | null;
  readonly log: Log;
}

/** Starts every role in this process. */
export async function startPipeline(
  config: Config,
  { writer, reader, opened, banner, log }: PipelineParts,
): Promise<Pipeline> {
  const { broker, stream } = opened;
  await using starting = new AsyncDisposableStack();
  const topics = starting.use(await watchTopics(writer, log));
  const web = createWeb(config, reader, log);
  const { metrics } = web;
  const onCommit = () => {
    web.onCommit();
    broker.notifyCommit();
  };
  const work = createWorkWatch();
  const parts = {
    broker,
    stream,
    writer,
    topics,
    metrics,
    log,
    onCommit,
    work,
  };
  const storing = starting.use(startStoring(config, parts));
  const records = createRecords(writer);
  const failed = new AbortController();
  storing.failure.catch(() => failed.abort());
  // A log within this process has a message once it is stored: storing is watched.
  const sources = broker.name === "embedded"
    ? { ...watchIngesting({ ...records, broker }, work), broker }
    : watchIngesting({ ...records, broker }, work);
  const ingesting = starting.use(startIngesting(config, {
    ...parts,
    ...sources,
    leases: broker.leases ?? records.leases,
    giveUp: failed.signal,
  }));
  starting.use(web);
  const state = web.createState({
    readBanner: () => banner,
    source: ingesting.keys.join(" "),
    isBrokerUp: () => broker.isUp,
    work,
    logKind: broker.name,
    countWaiting: () => broker.countPending(),
    writer,
  });
  const running = starting.move();
  return {
    state,
    drain: web.drain,
    failure: storing.failure,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}
