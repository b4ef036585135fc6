import type { Config } from "../config.ts";
import type { Database } from "../db/connection/database.ts";
import { findStream } from "../db/write/streams.ts";
import { type Log, maskPasswords } from "../log.ts";
import {
  type Broker,
  BrokerError,
  type CommitFeed,
} from "../workers/broker/broker.ts";
import { createEmbeddedBroker } from "../workers/broker/embedded.ts";
import type { JetStreamBroker } from "../workers/broker/jetstream/open.ts";
import type { LogUse } from "../workers/broker/jetstream/setup.ts";
import { requireNats, StartError } from "./role.ts";

/** The client of NATS, which a process without it does not load. */
const loadJetStream = () => import("../workers/broker/jetstream/open.ts");

/** A broker, and the id of its stream in the database. */
export interface OpenedBroker {
  readonly broker: Broker;
  readonly stream: number;
  /**
   * Finds the id of its stream again, in a database that replaced the one before.
   *
   * @param firstSeq The first message that is not acknowledged.
   */
  readonly findStream: (firstSeq: number) => Promise<number>;
  /** Reads from now on the log that took the place of a lost one; returns the id of its stream. */
  readonly reopen: () => Promise<number>;
}

/** Where a process logs, and what ends its waiting. */
interface Parts {
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** Opens the broker that `NATS_URL` names, or else one in this process. */
export async function openBroker(
  config: Pick<Config, "natsUrl" | "stream">,
  writer: Database,
  parts: Parts,
): Promise<OpenedBroker> {
  if (config.natsUrl === null) {
    // A file has one process at a time; on a server each process has a stream of its own.
    const created = writer.dialect === "sqlite" ? "" : crypto.randomUUID();
    const find = (firstSeq: number) =>
      findStream(writer, "embedded", created, { firstSeq });
    const { stream, lastSeq } = await find(1);
    return {
      broker: createEmbeddedBroker(lastSeq),
      stream,
      findStream: async (firstSeq) => (await find(firstSeq)).stream,
      reopen: () => Promise.resolve(stream),
    };
  }
  const broker = await openLog(config, "persist", parts);
  const find = async () => {
    const { name, created } = broker.stream;
    const { firstSeq } = await broker.state();
    const { stream } = await findStream(writer, name, created, { firstSeq });
    return stream;
  };
  return {
    broker,
    stream: await find(),
    findStream: find,
    async reopen() {
      await broker.reopen();
      return await find();
    },
  };
}

/**
 * Opens the log that `NATS_URL` names; waits for the server to come up.
 *
 * @throws {StartError} If none is named, or it cannot be used.
 */
export async function openLog(
  config: Pick<Config, "natsUrl" | "stream">,
  use: LogUse,
  { log, signal }: Parts,
): Promise<JetStreamBroker> {
  const natsUrl = requireNats(config);
  const { openJetStream } = await loadJetStream();
  try {
    return await openJetStream(natsUrl, { ...config.stream, use, log, signal });
  } catch (cause) {
    if (!(cause instanceof BrokerError)) throw cause;
    const rule = "must name a server that can be used";
    throw new StartError("NATS_URL", maskPasswords(natsUrl), rule, { cause });
  }
}

/**
 * Calls back after each commit of persist. It connects in the background: while
 * the server is away, polling the database still finds everything.
 */
export function subscribeCommits(
  { natsUrl }: Pick<Config, "natsUrl">,
  onCommit: () => void,
  { log, signal }: Parts,
): AsyncDisposable & { readonly isUp: () => boolean } {
  let feed: CommitFeed | undefined;
  async function subscribe(url: string): Promise<void> {
    try {
      const { openCommitFeed } = await loadJetStream();
      feed = await openCommitFeed(url, { log, signal });
      feed.onCommit(onCommit);
    } catch (error) {
      if (!signal.aborted) log("error", "cannot follow commits", { error });
    }
  }
  const subscribing = natsUrl === null ? undefined : subscribe(natsUrl);
  return {
    isUp: () => natsUrl === null || (feed?.isUp ?? false),
    async [Symbol.asyncDispose]() {
      await subscribing;
      await feed?.[Symbol.asyncDispose]();
    },
  };
}
