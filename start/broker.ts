import type { Config } from "../config.ts";
import type { Database } from "../db/connection/database.ts";
import { findStream } from "../db/write/streams.ts";
import { type Log, maskPasswords } from "../log.ts";
import {
  type Broker,
  BrokerError,
  type CommitSignal,
} from "../workers/broker/broker.ts";
import { createEmbeddedBroker } from "../workers/broker/embedded.ts";
import {
  type JetStreamBroker,
  openCommitSignal,
  openJetStream,
} from "../workers/broker/jetstream/open.ts";
import type { LogUse } from "../workers/broker/jetstream/setup.ts";
import type { LeaseStore } from "../workers/broker/lease.ts";
import { requireNats, StartError } from "./role.ts";

/** The broker of a process that stores, and the id of its stream in the database. */
export interface OpenedBroker extends AsyncDisposable {
  readonly broker: Broker;
  readonly stream: number;
  /** Tells other processes that a batch was committed. */
  readonly notifyCommit: () => void;
  readonly isUp: () => boolean;
  /** Messages that are not stored yet; null while that is unknown. */
  readonly countWaiting: () => Promise<number | null>;
  /** Leases of sources; null: they are in the database. */
  readonly leases: LeaseStore | null;
  readonly name: "JetStream" | "embedded";
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
  if (config.natsUrl === null) return await openEmbedded(writer);
  const broker = await openLog(config, "persist", parts);
  const { firstSeq } = await broker.state();
  const { name, created } = broker.stream;
  const { stream } = await findStream(writer, name, created, { firstSeq });
  return {
    broker,
    stream,
    notifyCommit: broker.notifyCommit,
    isUp: () => broker.isUp,
    countWaiting: async () =>
      broker.isUp ? (await broker.state()).pending : null,
    leases: broker.leases,
    name: "JetStream",
    [Symbol.asyncDispose]: () => broker[Symbol.asyncDispose](),
  };
}

/** A file has one process at a time; on a server each process has a stream of its own. */
async function openEmbedded(writer: Database): Promise<OpenedBroker> {
  const created = writer.dialect === "sqlite" ? "" : crypto.randomUUID();
  const { stream, lastSeq } = await findStream(writer, "embedded", created);
  const broker = createEmbeddedBroker(lastSeq);
  return {
    broker,
    stream,
    notifyCommit: () => {},
    isUp: () => true,
    countWaiting: () => Promise.resolve(broker.pending),
    leases: null,
    name: "embedded",
    [Symbol.asyncDispose]: () => Promise.resolve(),
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
  try {
    return await openJetStream(natsUrl, { ...config.stream, use, log, signal });
  } catch (cause) {
    if (!(cause instanceof BrokerError)) throw cause;
    const rule = "must name a server that can be used";
    throw new StartError("NATS_URL", maskPasswords(natsUrl), rule, { cause });
  }
}

/** A subscription to commits, as long as the server is reachable. */
interface CommitSubscription extends AsyncDisposable {
  /** Whether the server is reachable, or none is named. */
  readonly isUp: () => boolean;
}

/**
 * Calls back after each commit of persist. It connects in the background: while
 * the server is away, polling the database still finds everything.
 */
export function subscribeCommits(
  { natsUrl }: Pick<Config, "natsUrl">,
  onCommit: () => void,
  { log, signal }: Parts,
): CommitSubscription {
  let commits: CommitSignal | undefined;
  async function subscribe(url: string): Promise<void> {
    try {
      commits = await openCommitSignal(url, { log, signal });
      commits.onCommit(onCommit);
    } catch (error) {
      if (!signal.aborted) log("error", "cannot follow commits", { error });
    }
  }
  const subscribing = natsUrl === null ? undefined : subscribe(natsUrl);
  return {
    isUp: () => natsUrl === null || (commits?.isUp ?? false),
    async [Symbol.asyncDispose]() {
      await subscribing;
      await commits?.[Symbol.asyncDispose]();
    },
  };
}
