import type { Config } from "../config.ts";
import type { Database } from "../db/connection/database.ts";
import { findStream } from "../db/write/streams.ts";
import { type Log, maskPasswords } from "../log.ts";
import {
  type Broker,
  BrokerError,
  type CommitFeed,
  type Delivery,
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
  /** Whether the log ends before a message that is stored: it will give numbers again. */
  readonly isShort: () => Promise<boolean>;
  /**
   * Begins another log in the place of one that lost its end.
   *
   * @param store Stores first what it still holds, as messages of a stream of their own.
   */
  readonly replace: (
    store: (
      stream: number,
      batches: AsyncIterable<readonly Delivery[]>,
    ) => Promise<void>,
  ) => Promise<void>;
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
      isShort: () => Promise.resolve(false),
      replace: () => Promise.resolve(),
    };
  }
  const broker = await openLog(config, "persist", parts);
  const findStored = async () => {
    const { name, created } = broker.stream;
    const { firstSeq } = await broker.state();
    return await findStream(writer, name, created, { firstSeq });
  };
  const find = async () => (await findStored()).stream;
  return {
    broker,
    stream: await find(),
    findStream: find,
    async reopen() {
      await broker.reopen();
      return await find();
    },
    async isShort() {
      const { lastSeq } = await findStored();
      return (await broker.state()).lastSeq < lastSeq;
    },
    async replace(store) {
      const { name, created } = broker.stream;
      const { stored } = await broker.state();
      const again = `${created} restored ${Date.now()}`;
      const firstSeq = stored + 1;
      const { stream } = await findStream(writer, name, again, { firstSeq });
      const storeIn = (batches: AsyncIterable<readonly Delivery[]>) =>
        store(stream, batches);
      await broker.replace(firstSeq, storeIn, parts.signal);
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
