import type { Builder } from "fresh/dev";
import type { Config } from "../config.ts";
import type { Database } from "../db/connection/database.ts";
import { connectDatabase } from "../db/open.ts";
import { type Problem, publicSource } from "../domain/pipeline/pipeline.ts";
import type { Log } from "../log.ts";
import type { State } from "../state.ts";
import { startAlerting } from "./alerts.ts";
import { openBroker } from "./broker.ts";
import { chooseSources } from "./choose_sources.ts";
import { openStore } from "./database.ts";
import {
  createRecords,
  startIngesting,
  watchIngesting,
  watchTopics,
} from "./ingest.ts";
import { startStoring } from "./persist.ts";
import { aborted, checkFiles, readSettings, shutdownSignal } from "./role.ts";
import { connectReplica, createWeb } from "./server.ts";
import { createWorkWatch } from "./web/readiness.ts";
import { createState } from "./web/state.ts";

/** Every role at work in this process. */
export interface Pipeline extends AsyncDisposable {
  /** What pages reach. */
  readonly state: State;
  /** `embedded` or `JetStream`. */
  readonly brokerName: string;
  /** Takes all writes: SQLite has one writer at a time. */
  readonly writer: Database;
  /** Closes live streams; viewers learn when to reconnect. */
  drain(): void;
  /** Rejects if storing fails for a reason that retrying does not cure. */
  readonly failure: Promise<never>;
}

/** What {@linkcode startPipeline} works with. */
interface PipelineParts {
  /** Notice shown on every page; null for none. */
  readonly banner: string | null;
  readonly log: Log;
  /** Ends the waiting for a broker. */
  readonly signal: AbortSignal;
  /** Called with what is waited for after the database. */
  readonly onWait?: (problem: Problem) => void;
}

/** Opens the database and the broker, and starts every role in this process. */
export async function startPipeline(
  config: Config,
  { banner, log, signal, onWait }: PipelineParts,
): Promise<Pipeline> {
  await using starting = new AsyncDisposableStack();
  const writer = starting.use(await openStore(config));
  // Pages and the live stream read while the other writes.
  const reader = starting.use(connectDatabase(config.databaseUrl));
  const replica = starting.use(connectReplica(config));
  onWait?.({
    part: "broker",
    reason: "no answer yet: the process is starting",
  });
  const source = await openBroker(config, writer, { log, signal });
  const broker = starting.use(source.broker);
  const topics = starting.use(await watchTopics(writer, log));
  const web = createWeb(config, reader, log);
  const { metrics } = web;
  const onCommit = () => {
    web.onCommit();
    broker.notifyCommit();
  };
  const work = createWorkWatch();
  const parts = { broker, writer, topics, metrics, log, onCommit, work };
  const storing = starting.use(startStoring(config, { ...parts, source }));
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
  starting.use(startAlerting(config, { db: writer, log }));
  starting.use(web);
  const state = createState(reader, {
    ...web.parts,
    readBanner: () => banner,
    source: ingesting.keys.map(publicSource).join(" "),
    isBrokerUp: () => broker.isUp,
    work,
    logKind: broker.name,
    countWaiting: () => broker.countPending(),
    writer,
    replica,
  });
  const running = starting.move();
  return {
    state,
    brokerName: broker.name,
    writer,
    drain: web.drain,
    failure: storing.failure,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

/** Runs every role like `start`, with pages that are built in memory and reload on change. */
export async function runDev(builder: Builder<State>): Promise<void> {
  const { config: given, log } = await readSettings();
  await checkFiles(given);
  const signal = shutdownSignal();
  const { config, banner } = await chooseSources(given, { log, signal });
  const parts = { banner, log, signal };
  await using pipeline = await startPipeline(config, parts);

  const importApp = async () => {
    const { app, provideState } = await import("../main.ts");
    provideState(Promise.resolve(pipeline.state));
    return app;
  };
  const { host: hostname, port } = config;
  await Promise.race([
    builder.listen(importApp, { hostname, port }),
    pipeline.failure,
    aborted(signal),
  ]);
}
